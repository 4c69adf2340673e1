using SmsGateway.Cli.Auth0.State;

namespace SmsGateway.Cli.Auth0;

/// <summary>In which of the states that this tool knows a tenant was found.</summary>
internal enum TenantFound
{
    /// <summary>There is no undo file: this tool has not changed it, or not from here.</summary>
    Untouched,

    /// <summary>As it was before the first change: the change was never made, or was put back.</summary>
    Original,

    /// <summary>As the last finished change left it.</summary>
    Written,

    /// <summary>As a change left it that was not finished.</summary>
    Unfinished,

    /// <summary>None of these: somebody else changed it.</summary>
    Changed,
}

/// <summary>
/// One of the two ways by which a tenant sends: what is there, what connecting changes, and how that is undone. Its text is its
/// name in a sentence.
/// </summary>
internal interface ITenantSide<TState>
    where TState : UndoState
{
    /// <summary>As --mode has it.</summary>
    string Mode { get; }

    /// <summary>What to know once it is connected.</summary>
    string Remark { get; }

    /// <summary>Looks at what is there, before anything else is asked of it; tells what an earlier run has left undone.</summary>
    Task<TenantFound> ReadAsync(TState? state, CancellationToken cancellationToken);

    /// <summary>Whether connecting has nothing to write.</summary>
    bool IsConnected(TState? state);

    /// <summary>What somebody else did since the state was written; nothing of it may be lost unasked.</summary>
    IReadOnlyList<string> ChangesSince(TState state);

    /// <summary>What connecting changes, a line each.</summary>
    IReadOnlyList<string> Plan(TState? state);

    /// <summary>What undoing takes, and what is being written.</summary>
    /// <exception cref="Commands.CliException">Somebody has written since it was read.</exception>
    Task<TState> KeepAsync(TState? state, CancellationToken cancellationToken);

    /// <summary>Writes, and reads back.</summary>
    /// <returns>What Auth0 has otherwise than it was written; nothing if all is well.</returns>
    Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken);

    /// <summary>The state when what is there has been read back.</summary>
    TState Finished(TState state);

    /// <summary>What undoing changes, a line each.</summary>
    /// <exception cref="Commands.CliException">It cannot be undone.</exception>
    IReadOnlyList<string> PlanUndo(TState state);

    /// <inheritdoc cref="ApplyAsync"/>
    Task<IReadOnlyList<string>> UndoAsync(TState state, CancellationToken cancellationToken);
}
