using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

/// <summary>A lease that proves nothing but its term.</summary>
internal sealed record FakeLease(ReadOnlyMemory<byte> Body, int ReceiveCount, LeaseTerm Term)
    : QueueLease(Body, ReceiveCount, Term);
