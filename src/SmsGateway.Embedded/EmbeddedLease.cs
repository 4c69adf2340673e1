using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <param name="Id">The row.</param>
/// <param name="Receipt">The process's number in the upper, a counter in the lower 32 bits; never used twice.</param>
/// <param name="Body">The message.</param>
/// <param name="ReceiveCount">How often it was handed out.</param>
/// <param name="Term">How long it is this process's.</param>
internal sealed record EmbeddedLease(
    string Id,
    long Receipt,
    ReadOnlyMemory<byte> Body,
    int ReceiveCount,
    LeaseTerm Term
) : QueueLease(Body, ReceiveCount, Term)
{
    /// <summary>Set when a retry or a dead letter has taken the message's place, so that nothing is left to complete.</summary>
    public bool IsSpent { get; set; }

    /// <summary>Set when it ran out while its run was under way, and was leased anew.</summary>
    public bool IsRenewed { get; set; }

    /// <summary>What it belongs to until its run is over.</summary>
    public MessagesInHand? InHand { get; set; }

    public override void EndRun() => InHand?.Remove(this);
}
