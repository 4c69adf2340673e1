namespace SmsGateway.Workbench.Load;

/// <summary>What a bare loop of sends to a storage queue shall do; one line of JSON on its standard input, and an empty line for each measurement.</summary>
internal sealed record QueuePlan
{
    public required string ConnectionString { get; init; }

    public required string Queue { get; init; }

    /// <value>The text of every message.</value>
    public required string Text { get; init; }

    /// <value>How many sends are on their way at any time.</value>
    public required int Concurrency { get; init; }

    /// <value>Before the first measurement: the compiler replaces code that is used much.</value>
    public required double WarmUpSeconds { get; init; }

    /// <value>Of each measurement.</value>
    public required double Seconds { get; init; }
}
