namespace SmsGateway.Cli.Auth0.State;

/// <summary>What undoing a connected connection takes. It holds options with their secrets. A class, not a record: nothing prints it.</summary>
internal sealed class ConnectionState
{
    public int Version { get; init; } = 1;

    public required string Tenant { get; init; }

    public required string ConnectionId { get; init; }

    public required string ConnectionName { get; init; }

    /// <summary>When the original was read.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The options before the first change, byte for byte.</summary>
    public required string Original { get; init; }

    /// <summary>What Auth0 had after the last finished change.</summary>
    public string? Written { get; init; }

    /// <summary>What a change that has not been finished writes.</summary>
    public string? Writing { get; init; }

    public ConnectionState With(string? written, string? writing) => new()
    {
        Tenant = Tenant,
        ConnectionId = ConnectionId,
        ConnectionName = ConnectionName,
        Since = Since,
        Original = Original,
        Written = written,
        Writing = writing,
    };
}
