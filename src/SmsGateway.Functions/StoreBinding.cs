using SmsGateway.Azure.Storage;

namespace SmsGateway.Functions;

/// <summary>What the queue triggers are bound to.</summary>
internal static class StoreBinding
{
    /// <summary>
    /// Prefix of the connection's settings: the platform reads <c>Store__ConnectionString</c>, as the gateway's own store does,
    /// or <c>Store__queueServiceUri</c> with <c>Store__credential</c> and <c>Store__clientId</c>.
    /// </summary>
    public const string Connection = "Store";

    public const string SendQueue = AzureStorageOptions.SendQueue;

    public const string PoisonQueue = AzureStorageOptions.PoisonQueue;
}
