using SmsGateway.Configuration;

namespace SmsGateway.Host;

/// <summary>Where messages are kept.</summary>
public enum StoreKind
{
    /// <summary>One SQLite file in <c>Store:Path</c>.</summary>
    Embedded,

    /// <summary>A storage queue and blobs.</summary>
    AzureStorage,
}

/// <summary>Section <c>Store</c>.</summary>
/// <param name="Kind">Default <see cref="StoreKind.Embedded"/>.</param>
/// <param name="Path">Folder of the embedded store; default <c>data</c> under the current folder.</param>
public sealed record StoreOptions(StoreKind Kind, string Path)
{
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake.</param>
    public static StoreOptions Read(IConfiguration configuration, ICollection<string> errors)
    {
        var reader = new ConfigurationReader(configuration.GetSection("Store"), errors);
        var kind = reader.Choice("Kind", StoreKind.Embedded);
        var path = reader.Optional("Path") ?? "data";
        if (kind == StoreKind.Embedded)
        {
            // Not used here, but settings may be shared with a gateway on Azure.
            foreach (
                var ofAzure in (string[])
                    ["ConnectionString", "AccountName", "queueServiceUri", "credential", "clientId"]
            )
            {
                reader.Optional(ofAzure);
            }

            reader.RejectUnknownKeys();
        }

        return new StoreOptions(kind, path);
    }
}
