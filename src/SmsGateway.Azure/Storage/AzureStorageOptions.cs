using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>Section <c>Store</c> of a gateway on Azure Storage.</summary>
public sealed partial record AzureStorageOptions
{
    /// <summary>The queue of accepted messages; also what the queue trigger is bound to.</summary>
    public const string SendQueue = "sms-send";

    /// <summary>Where the platform puts what it has handed out too often; the suffix is its own.</summary>
    public const string PoisonQueue = SendQueue + PoisonSuffix;

    /// <summary>The container of dead letters, of what remembers accepted messages, and of the operators' lists.</summary>
    public const string DeadLetters = "dead-letters";

    /// <summary>The table in which gateways tell each other what they have decided about admission, and record deliveries.</summary>
    public const string Admission = "admission";

    private const string PoisonSuffix = "-poison";

    /// <value>For Azurite: <c>UseDevelopmentStorage=true</c> or with its three ports. Holds an account key, so in Azure use the name.</value>
    public Sensitive? ConnectionString { get; init; }

    /// <value>The account's name; it is reached with the identity this process runs under.</value>
    public string? AccountName { get; init; }

    internal string QueueName { get; init; } = SendQueue;

    internal string PoisonQueueName => QueueName + PoisonSuffix;

    internal string ContainerName { get; init; } = DeadLetters;

    internal string TableName { get; init; } = Admission;

    /// <value>
    /// False for a connection string by which messages are found and tables are not: one that names the addresses of the other
    /// services, or no <c>EndpointSuffix</c>, which the client of the queue does without.
    /// </value>
    internal bool HasTables => ConnectionString is not { } text || NamesTables(text.Reveal());

    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake; what is returned can be used when there are none.</param>
    public static AzureStorageOptions Read(IConfiguration configuration, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new ConfigurationReader(configuration.GetSection("Store"), errors);
        if (reader.Optional("Kind") is { } kind && !kind.Equals("AzureStorage", StringComparison.OrdinalIgnoreCase))
        {
            reader.Error("Kind", "must be AzureStorage here; the embedded store runs in SmsGateway.Host only");
        }

        var connectionString = reader.Optional("ConnectionString");
        var accountName = reader.Optional("AccountName");
        var queueServiceUri = reader.Optional("queueServiceUri");
        foreach (var ofAnother in (string[])["Path", "credential", "clientId"])
        {
            // The embedded store's, and what the platform's queue trigger reads from this section.
            reader.Optional(ofAnother);
        }

        reader.RejectUnknownKeys();
        if (queueServiceUri is not null && !IsQueueServiceOf(accountName, queueServiceUri))
        {
            // Of two accounts, one would get the messages and the other be looked at.
            reader.Error(
                "queueServiceUri",
                "must be the https address of the queues of the account that Store__AccountName names"
            );
        }

        if ((connectionString is null) == (accountName is null))
        {
            reader.Error("AccountName", "give either this or Store__ConnectionString");
        }

        if (connectionString is not null)
        {
            CheckConnectionString(reader, connectionString);
        }

        if (accountName is not null && !AccountNamePattern().IsMatch(accountName))
        {
            reader.Error("AccountName", "must be 3 to 24 lower-case letters and digits: the name only, not an address");
        }

        return new AzureStorageOptions
        {
            ConnectionString = connectionString is null ? null : new Sensitive(connectionString),
            AccountName = accountName,
        };
    }

    private static bool NamesTables(string connectionString)
    {
        bool Has(string text) => connectionString.Contains(text, StringComparison.OrdinalIgnoreCase);
        return Has("TableEndpoint=")
            || Has("UseDevelopmentStorage=true")
            || (Has("EndpointSuffix=") && !Has("Endpoint="));
    }

    private static bool IsQueueServiceOf(string? accountName, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", PathAndQuery: "/", UserInfo: "" }
        && accountName is not null
        && uri.Host.StartsWith(accountName + ".queue.", StringComparison.OrdinalIgnoreCase);

    private static void CheckConnectionString(ConfigurationReader reader, string connectionString)
    {
        try
        {
            var address = new QueueServiceClient(connectionString).Uri;
            var tables = NamesTables(connectionString) ? new TableServiceClient(connectionString).Uri : address;
            if (new[] { address, tables }.Any(uri => uri.Scheme != "https" && !uri.IsLoopback))
            {
                reader.Error("ConnectionString", "must use https; http is only allowed for a loopback address");
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            reader.Error("ConnectionString", "is not a storage connection string");
        }
    }

    [GeneratedRegex("^[a-z0-9]{3,24}$")]
    private static partial Regex AccountNamePattern();
}
