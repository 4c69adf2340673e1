namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>The answer of <c>GET /simulator/stats</c>.</summary>
internal sealed class StatsAnswer
{
    public required IReadOnlyDictionary<string, CarrierStats> Carriers { get; init; }

    /// <summary>All requests, whatever came of them.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests taken.</summary>
    public required long Accepted { get; init; }

    /// <summary>Correlation ids taken at least once.</summary>
    public required long DistinctIds { get; init; }

    /// <summary>Correlation ids taken more than once.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Requests whose id was not tracked because there were too many; not 0 makes the two above inexact.</summary>
    public required long UntrackedIds { get; init; }

    /// <summary>0: messages are not kept.</summary>
    public required int InboxCapacity { get; init; }
}

/// <param name="Requests">All requests.</param>
/// <param name="Accepted">Requests taken.</param>
/// <param name="Outage">The switch: none, down, slow or throttled.</param>
/// <param name="Configured">False without credentials: everything is answered 401.</param>
internal sealed record CarrierStats(long Requests, long Accepted, string Outage, bool Configured);
