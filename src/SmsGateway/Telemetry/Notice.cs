namespace SmsGateway.Telemetry;

/// <summary>Something that somebody on call may want to be told of. Never with a number, a text or a code of a message.</summary>
/// <param name="Type">One of <see cref="NoticeTypes"/>.</param>
/// <param name="Data">What else there is to say, by name.</param>
public sealed record Notice(string Type, IReadOnlyList<KeyValuePair<string, string?>> Data);

/// <summary>What notices there are. The words stand in what receivers match on, and stay.</summary>
public static class NoticeTypes
{
    /// <summary>A message was given up.</summary>
    public const string DeadLetter = "dead_letter.recorded";

    /// <summary>A carrier keeps failing, from now on.</summary>
    public const string CarrierFailing = "carrier.failing";

    /// <summary>It delivers again.</summary>
    public const string CarrierRecovered = "carrier.recovered";

    /// <summary>No carrier of a route delivers, from now on.</summary>
    public const string RouteDown = "route.down";

    /// <summary>One does again.</summary>
    public const string RouteUp = "route.up";

    /// <summary>A number block has had too many codes that nobody entered.</summary>
    public const string BlockHeld = "admission.block_held";

    /// <summary>Four fifths of a day's budget are used.</summary>
    public const string BudgetNearlyUsed = "admission.budget_nearly_used";
}
