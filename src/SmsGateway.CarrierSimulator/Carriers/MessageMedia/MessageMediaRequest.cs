using System.Text.Json;

namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>A batch of 1 to 100 messages; it is taken or refused as a whole.</summary>
internal sealed class MessageMediaRequest : CarrierRequest
{
    private const int MaxMessages = 100;
    private const int MaxContentLength = 5000;

    private static readonly Answer NotJson = MessageMediaErrors.BadRequest(Outcome.Refused, "the request is not valid JSON of the documented form");
    private static readonly Answer WrongCount = MessageMediaErrors.BadRequest(Outcome.Refused, $"messages: must hold 1 to {MaxMessages} messages");

    private MessageMediaBatch? Batch { get; init; }

    public static MessageMediaRequest Parse(byte[] utf8)
    {
        MessageMediaBatch? batch;
        try
        {
            batch = JsonSerializer.Deserialize(utf8, MessageMediaJson.Default.MessageMediaBatch);
        }
        catch (JsonException)
        {
            return new MessageMediaRequest { Messages = [], Refusal = NotJson };
        }

        if (batch?.Messages is not { Count: > 0 and <= MaxMessages } items || items.Contains(null))
        {
            return new MessageMediaRequest { Messages = [], Refusal = WrongCount };
        }

        var messages = new ReceivedMessage[items.Count];
        Answer? refusal = null;
        for (var i = 0; i < messages.Length; i++)
        {
            var item = items[i]!;
            messages[i] = new ReceivedMessage(item.DestinationNumber ?? "", item.SourceNumber ?? "", item.Content ?? "", item.Format == "TTS");
            refusal ??= ErrorOf(item, i);
        }

        return new MessageMediaRequest { Batch = batch, Messages = messages, Refusal = refusal };
    }

    public override Answer Accept(DateTimeOffset now)
    {
        foreach (var item in Batch!.Messages!)
        {
            item!.MessageId = Guid.CreateVersion7(now).ToString();
            item.Status = "queued";
            item.DeliveryReport ??= false;
            item.Format ??= "SMS";
        }

        return new Answer(202, Outcome.Accepted, "queued", JsonSerializer.SerializeToUtf8Bytes(Batch, MessageMediaJson.Default.MessageMediaBatch));
    }

    private static Answer? ErrorOf(MessageMediaItem item, int index) => item switch
    {
        { Content: not { Length: > 0 and <= MaxContentLength } } =>
            MessageMediaErrors.BadRequest(Outcome.Rejected, $"messages[{index}].content: must have 1 to {MaxContentLength} characters"),
        { Format: not (null or "SMS" or "MMS" or "TTS") } =>
            MessageMediaErrors.BadRequest(Outcome.Refused, $"messages[{index}].format: must be SMS, MMS or TTS"),
        { Metadata.Count: > 10 } =>
            MessageMediaErrors.BadRequest(Outcome.Refused, $"messages[{index}].metadata: must have at most 10 entries"),
        _ when !E164.IsNumber(item.DestinationNumber, plusRequired: false) =>
            MessageMediaErrors.BadRequest(Outcome.Rejected, $"messages[{index}].destination_number: is not a valid number"),
        _ => null,
    };
}
