using System.Text;
using SmsGateway.Deliveries;
using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>One small blob <c>followed/id.json</c> each; the container's life cycle deletes them.</summary>
internal sealed class BlobDeliveryLog(BlobTexts blobs, TimeProvider time) : IDeliveryLog
{
    public async ValueTask RecordAsync(DeliveryRecord delivered, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(DeliverySerializer.Serialize(delivered));
        await StorageCall.RunAsync(
            "The delivery cannot be recorded",
            StorageAccount.CallLimit,
            time,
            async token =>
            {
                await blobs.WriteAsync(Name(delivered.Id), text, token);
                return true;
            }
        );
    }

    public async ValueTask<DeliveryRecord?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken)
    {
        var found = await StorageCall.RunAsync(
            "The delivery cannot be read",
            StorageAccount.CallLimit,
            time,
            token => blobs.ReadAsync(Name(id), token)
        );
        return found is null || found.Age > IDeliveryLog.Kept
            ? null
            : DeliverySerializer.Deserialize(Encoding.UTF8.GetBytes(found.Text));
    }

    private static string Name(MessageId id) => $"followed/{id}.json";
}
