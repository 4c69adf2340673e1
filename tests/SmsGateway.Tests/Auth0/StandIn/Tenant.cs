using System.Collections.Concurrent;
using System.Globalization;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>All that the stand-in holds for its one tenant. A test may look into it and change it while nothing runs.</summary>
internal sealed class Tenant
{
    public static readonly IReadOnlyList<string> AllScopes =
    [
        "read:connections",
        "update:connections",
        "read:phone_providers",
        "create:phone_providers",
        "update:phone_providers",
        "delete:phone_providers",
        "read:actions",
        "create:actions",
        "update:actions",
        "delete:actions",
    ];

    private int _ids;

    public List<StoredConnection> Connections { get; } = [];

    public List<StoredProvider> Providers { get; } = [];

    public List<StoredAction> Actions { get; } = [];

    /// <summary>What tokens given out from now on may do.</summary>
    public HashSet<string> Scopes { get; } = [.. AllScopes];

    /// <summary>Valid tokens and their scopes.</summary>
    public ConcurrentDictionary<string, IReadOnlySet<string>> Tokens { get; } = new();

    /// <summary>Gateway addresses may be http on loopback, where Auth0 insists on https.</summary>
    public bool AllowsHttpOnLoopback { get; set; } = true;

    /// <summary>What Auth0 makes of options before it stores them; null stores them as they are.</summary>
    public Func<string, string>? Rewrite { get; set; }

    /// <summary>How often an Action is read as pending before it is built.</summary>
    public int ReadsUntilBuilt { get; set; } = 1;

    public string NewId(string prefix) =>
        prefix + Interlocked.Increment(ref _ids).ToString("D16", CultureInfo.InvariantCulture);

    /// <param name="options">As JSON text; kept as it stands here.</param>
    /// <param name="name">The connection's.</param>
    /// <param name="strategy">The connection's.</param>
    public StoredConnection AddConnection(string options, string name = "sms", string strategy = "sms")
    {
        var connection = new StoredConnection
        {
            Id = NewId("con_"),
            Name = name,
            Strategy = strategy,
            Options = options,
        };
        Connections.Add(connection);
        return connection;
    }

    /// <summary>The Action that answers for the tenant's phone provider, once it is deployed.</summary>
    public StoredAction? DeployedPhoneAction =>
        Actions.Find(action => action is { TriggerId: StoredAction.PhoneTrigger, Deployed: not null });

    /// <summary>The provider in use: while there is one, connections' own gateways are not called.</summary>
    public StoredProvider? PhoneProvider => Providers.Find(provider => !provider.Disabled);
}

internal sealed class StoredConnection
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Strategy { get; init; }

    /// <summary>JSON, byte for byte as it was last written.</summary>
    public required string Options { get; set; }
}

internal sealed class StoredProvider
{
    public required string Id { get; init; }

    /// <summary><c>twilio</c> or <c>custom</c>.</summary>
    public required string Name { get; set; }

    public bool Disabled { get; set; }

    /// <summary>JSON, byte for byte as it was last written.</summary>
    public required string Configuration { get; set; }

    /// <summary>Never told to anybody.</summary>
    public required string Credentials { get; set; }
}

internal sealed class StoredAction
{
    public const string PhoneTrigger = "custom-phone-provider";

    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string TriggerId { get; init; }

    public string Code { get; set; } = "";

    public string Runtime { get; set; } = "node22";

    /// <summary>Name to value; the values are never told.</summary>
    public Dictionary<string, string> Secrets { get; set; } = [];

    /// <summary>Reads that still see it as pending.</summary>
    public int PendingReads { get; set; }

    public int Versions { get; set; }

    public DeployedVersion? Deployed { get; set; }
}

/// <summary>What runs: a copy of the draft at the time it was deployed.</summary>
internal sealed record DeployedVersion(string Id, int Number, string Code, IReadOnlyDictionary<string, string> Secrets);
