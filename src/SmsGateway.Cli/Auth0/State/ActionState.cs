namespace SmsGateway.Cli.Auth0.State;

/// <summary>What undoing a connected phone provider takes. A class, not a record: nothing prints it.</summary>
internal sealed class ActionState
{
    public int Version { get; init; } = 1;

    public required string Tenant { get; init; }

    /// <summary>When the originals were read.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Null: there was none.</summary>
    public OriginalAction? Action { get; init; }

    /// <summary>Null: there was none.</summary>
    public OriginalProvider? Provider { get; init; }

    /// <summary>The code that was deployed last, or is being deployed.</summary>
    public required string Code { get; init; }

    /// <summary>Tells whether code and secrets of the Action are those of another run, without holding them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the last change was finished.</summary>
    public bool IsFinished { get; init; }

    public ActionState With(string code, string fingerprint, bool isFinished) => new()
    {
        Tenant = Tenant,
        Since = Since,
        Action = Action,
        Provider = Provider,
        Code = code,
        Fingerprint = fingerprint,
        IsFinished = isFinished,
    };
}

/// <summary>An Action that is not ours, as it was. The values of its secrets cannot be read.</summary>
internal sealed class OriginalAction
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Code { get; init; }

    public string? DeployedCode { get; init; }

    public string? Runtime { get; init; }

    public required IReadOnlyList<string> SecretNames { get; init; }
}

/// <summary>A phone provider as it was, without its credentials, which cannot be read.</summary>
internal sealed class OriginalProvider
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public bool Disabled { get; init; }

    /// <summary>JSON text.</summary>
    public required string Configuration { get; init; }
}
