using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

/// <summary>A lease that proves nothing but its term, and counts the ends of its run.</summary>
internal sealed record FakeLease(ReadOnlyMemory<byte> Body, int ReceiveCount, LeaseTerm Term)
    : QueueLease(Body, ReceiveCount, Term)
{
    public int Ends { get; private set; }

    public override void EndRun() => Ends++;
}
