namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>A request that was read, right or wrong.</summary>
internal abstract class CarrierRequest
{
    /// <summary>One, or several in a batch; as far as they could be read.</summary>
    public required IReadOnlyList<ReceivedMessage> Messages { get; init; }

    /// <summary>Set when the carrier says no to what the request says.</summary>
    public Answer? Refusal { get; init; }

    /// <summary>The carrier's answer when it takes the message.</summary>
    public abstract Answer Accept(DateTimeOffset now);

    /// <summary>The answer that is a success by its status only; null where the carrier has no such thing.</summary>
    public virtual Answer? RejectInsideSuccess(DateTimeOffset now) => null;
}
