using SmsGateway.Cli.Auth0.State;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>In which of the states that this tool knows a connection was found.</summary>
internal enum ConnectionFound
{
    /// <summary>There is no undo file: this tool has not changed it, or not from here.</summary>
    Untouched,

    /// <summary>As it was before the first change: the change was never made, or was put back.</summary>
    Original,

    /// <summary>As the last finished change left it.</summary>
    Written,

    /// <summary>As a change left it that was not finished: the run ended between its write and its check.</summary>
    Unfinished,

    /// <summary>None of these: somebody else changed it.</summary>
    Changed,
}

internal static class ConnectionFinding
{
    public static ConnectionFound Of(ConnectionState? state, string options) => state switch
    {
        null => ConnectionFound.Untouched,
        // What is being written comes first: for a second change it can be the same as what was there.
        { Writing: { } writing } when JsonObjectText.Means(options, writing) => ConnectionFound.Unfinished,
        { Written: { } written } when JsonObjectText.Means(options, written) => ConnectionFound.Written,
        _ when JsonObjectText.Means(options, state.Original) => ConnectionFound.Original,
        _ => ConnectionFound.Changed,
    };
}
