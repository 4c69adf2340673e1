using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>A request that was read, right or wrong.</summary>
internal sealed class CarrierRequest
{
    /// <summary>One, or several in a batch; as far as they could be read.</summary>
    public required IReadOnlyList<ReceivedMessage> Messages { get; init; }

    /// <summary>Set when the carrier says no to what the request says.</summary>
    public Answer? Refusal { get; init; }

    /// <summary>The carrier's answer when it takes the message.</summary>
    public required Func<DateTimeOffset, Answer> Accept { get; init; }

    /// <summary>The answer that is a success by its status only; null where the carrier has no such thing.</summary>
    public Func<DateTimeOffset, Answer>? RejectInsideSuccess { get; init; }

    /// <summary>By which the carrier recognises a repetition of a request that it has taken; null where it has no such thing.</summary>
    public Guid? RepeatKey { get; init; }

    /// <summary>A request without a message that could be read.</summary>
    public static CarrierRequest Unreadable(Answer refusal) =>
        new()
        {
            Messages = [],
            Refusal = refusal,
            Accept = _ => refusal,
        };

    /// <summary>Null when it is not JSON of this form.</summary>
    public static T? FromJson<T>(byte[] utf8, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One message of a request, in one form for all carriers. Not a record: nothing may print the text by accident.</summary>
internal sealed class ReceivedMessage(string? recipient, string? sender, string? body, bool isVoice = false)
{
    public string Recipient { get; } = recipient ?? "";

    public string Sender { get; } = sender ?? "";

    public string Body { get; } = body ?? "";

    public bool IsVoice => isVoice;
}
