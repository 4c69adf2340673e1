using SmsGateway.Cli.Auth0.Management;

namespace SmsGateway.Cli.Auth0.State;

/// <summary>What undoing a change of a tenant takes.</summary>
internal abstract record UndoState
{
    public int Version { get; init; } = 1;

    public required string Tenant { get; init; }

    /// <summary>When the originals were read.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Without what is kept: it holds secrets.</summary>
    public sealed override string ToString() => $"{Tenant}, {Since:u}";
}

/// <summary>Of a connection. It holds options with their secrets.</summary>
internal sealed record ConnectionState : UndoState
{
    public required string ConnectionId { get; init; }

    public required string ConnectionName { get; init; }

    /// <summary>The options before the first change, byte for byte.</summary>
    public required string Original { get; init; }

    /// <summary>What Auth0 had after the last finished change.</summary>
    public string? Written { get; init; }

    /// <summary>What a change that has not been finished writes.</summary>
    public string? Writing { get; init; }
}

/// <summary>Of a phone provider and its Action. Neither the provider's credentials nor the values of the Action's secrets can be read.</summary>
internal sealed record ActionState : UndoState
{
    /// <summary>As it was; null: there was none.</summary>
    public PhoneAction? Action { get; init; }

    /// <summary>As it was; null: there was none.</summary>
    public PhoneProvider? Provider { get; init; }

    /// <summary>The code that was deployed last, or is being deployed.</summary>
    public required string Code { get; init; }

    /// <summary>Tells whether code and secrets of the Action are those of another run, without holding them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the last change was finished.</summary>
    public bool IsFinished { get; init; }
}
