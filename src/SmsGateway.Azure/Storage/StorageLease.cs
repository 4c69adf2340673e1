using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>A queue message leased to this process.</summary>
/// <param name="Body">The message.</param>
/// <param name="ReceiveCount">How often it was handed out.</param>
/// <param name="Term">How long it is this process's.</param>
/// <param name="MessageId">The service's name for it; nothing to do with the gateway's message id.</param>
/// <param name="PopReceipt">The proof that it is ours: whoever has the newest one may change or delete the message.</param>
internal sealed record StorageLease(
    ReadOnlyMemory<byte> Body,
    int ReceiveCount,
    LeaseTerm Term,
    string MessageId,
    string PopReceipt
) : QueueLease(Body, ReceiveCount, Term)
{
    /// <summary>A new one whenever the message is leased anew.</summary>
    public string PopReceipt { get; set; } = PopReceipt;
}
