using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>What a load generator shall do; one line of JSON on its standard input, so that tokens are on no command line.</summary>
internal sealed record LoadPlan
{
    public required Uri Address { get; init; }

    public required int Connections { get; init; }

    /// <value>Tokens in turn, connection by connection.</value>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <value>When to stop, counted from the first answer; a second line or the end of its input stops it earlier.</value>
    public double Seconds { get; init; } = double.MaxValue;

    /// <value>How many requests in all; unlimited by default.</value>
    public long Requests { get; init; } = long.MaxValue;

    /// <value>
    /// The number of the first message. Other for each load of a run, because a gateway takes the same text to the same number
    /// within seconds for one message.
    /// </value>
    public long First { get; init; } = RequestTemplate.NewBlock();

    /// <value>Every so many requests go to a number that carriers reject; 0 for none.</value>
    public int MagicEvery { get; init; }

    /// <value>Whether the messages tell who asked: an address and a user's id.</value>
    public bool TellsWho { get; init; }

    /// <value>Whether a broken connection is opened again, and again.</value>
    public bool Reconnect { get; init; }

    /// <value>Where the ids of accepted messages are written, one a line; null for nowhere.</value>
    public string? IdsPath { get; init; }
}
