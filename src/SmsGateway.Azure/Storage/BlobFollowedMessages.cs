using System.Text;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Azure.Storage;

/// <summary>One small blob <c>followed/id.json</c> each; the container's life cycle deletes them.</summary>
internal sealed class BlobFollowedMessages(BlobTexts blobs, TimeProvider time) : IFollowedMessages
{
    public async ValueTask RecordAsync(DeliveredMessage delivered, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(DeliveredSerializer.Serialize(delivered));
        await StorageCall.RunAsync("The delivery cannot be recorded", StorageAccount.CallLimit, time, async token =>
        {
            await blobs.WriteAsync(Name(delivered.Id), text, token);
            return true;
        });
    }

    public async ValueTask<DeliveredMessage?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken)
    {
        var found = await StorageCall.RunAsync("The delivery cannot be read", StorageAccount.CallLimit, time, token => blobs.ReadAsync(Name(id), token));
        return found is null || found.Age > IFollowedMessages.Kept ? null : DeliveredSerializer.Deserialize(Encoding.UTF8.GetBytes(found.Text));
    }

    private static string Name(MessageId id) => $"followed/{id}.json";
}
