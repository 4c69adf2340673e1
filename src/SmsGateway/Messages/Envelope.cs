using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SmsGateway.Messages;

/// <summary>What lies in the queue: the message, its id and times, and what was tried so far. Retry state travels here, not in memory.</summary>
/// <param name="Id">The message's name for its whole life.</param>
/// <param name="Caller">The configured name of the caller that posted it.</param>
/// <param name="Message">What to deliver.</param>
/// <param name="Context">Circumstances, for the record.</param>
/// <param name="AcceptedAt">When the gateway took it.</param>
/// <param name="ExpiresAt">From this moment on it is never sent.</param>
/// <param name="Attempts">Earlier attempts, oldest first, at most <see cref="MaxAttempts"/>.</param>
/// <param name="TraceParent">W3C trace context of the accepting request, if it was traced.</param>
public sealed record Envelope(
    MessageId Id,
    string Caller,
    SmsMessage Message,
    RequestContext Context,
    DateTimeOffset AcceptedAt,
    DateTimeOffset ExpiresAt,
    ImmutableArray<Attempt> Attempts,
    string? TraceParent
)
{
    /// <summary>Nothing reaches a phone and is typed in less.</summary>
    public static readonly TimeSpan MinTimeToLive = TimeSpan.FromSeconds(1);

    /// <summary>A day: nothing that lives longer is a one-time code.</summary>
    public static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(1);

    /// <summary>Five minutes, the <c>time_step</c> of Auth0's documented connection.</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Older attempts are dropped beyond this many, so that a day of retries stays under the queue's 48 KB. By then the
    /// backoff has long reached its last step, so nothing is decided differently.
    /// </summary>
    public const int MaxAttempts = 60;

    /// <summary>How many of the last attempts belong to a run that is not at its end: the next one goes on with the carriers after them. 0 almost always.</summary>
    public int Unfinished { get; init; }

    /// <summary>Whether somebody follows this message to its end, so that its delivery is recorded too; false for almost all.</summary>
    public bool Follow { get; init; }

    /// <summary>How many delivery runs this envelope has been through: the most attempts any one carrier has had.</summary>
    public int Runs
    {
        get
        {
            var most = 0;
            foreach (var attempt in Attempts)
            {
                most = Math.Max(most, Attempts.Count(other => other.Carrier == attempt.Carrier));
            }

            return most;
        }
    }

    /// <summary>
    /// When the carrier last said of this message that it did not take it. One that is busy or away has not looked at it, and has
    /// said nothing of what it may have.
    /// </summary>
    public DateTimeOffset? DeclinedAt(string carrier)
    {
        for (var i = Attempts.Length - 1; i >= 0; i--)
        {
            if (Attempts[i].IsDeclined && Attempts[i].Carrier == carrier)
            {
                return Attempts[i].At;
            }
        }

        return null;
    }

    public bool IsExpiredAt(DateTimeOffset now) => now >= ExpiresAt;

    public Envelope With(Attempt attempt)
    {
        var kept = this;
        while (kept.Attempts.Length >= MaxAttempts)
        {
            kept = kept with { Attempts = kept.Attempts.RemoveAt(kept.FirstOfNoUse()) };
        }

        return kept with
        {
            Attempts = kept.Attempts.Add(attempt),
        };
    }

    /// <summary>Who may have the message, and who has said last that it does not, is known for as long as the message lives.</summary>
    internal bool IsOfUse(int index) =>
        Attempts[index] is var attempt
        && (attempt.IsUnknown || (attempt.IsDeclined && DeclinedAt(attempt.Carrier) == attempt.At));

    private int FirstOfNoUse()
    {
        for (var i = 0; i < Attempts.Length; i++)
        {
            if (!IsOfUse(i))
            {
                return i;
            }
        }

        return 0;
    }
}

/// <summary>One call to one carrier, as recorded.</summary>
/// <param name="Carrier">The carrier's configured name.</param>
/// <param name="At">When the call began.</param>
/// <param name="Outcome">The outcome's name, as in <c>SendOutcome</c>.</param>
/// <param name="Code">The carrier's code, or ours for a transport failure.</param>
/// <param name="Detail">The gateway's own words; never the carrier's text, which may repeat the number or the code.</param>
/// <param name="SuccessStatus">Of an unknown outcome: whether a success status was read, though not what is documented with it.</param>
/// <param name="Declined">Of a carrier that is busy or failed: whether it had looked at the message, and so remembers that it did not take it.</param>
public sealed record Attempt(
    string Carrier,
    DateTimeOffset At,
    string Outcome,
    string? Code,
    string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool SuccessStatus = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Declined = false
)
{
    /// <summary>Whether the carrier may have the message, and nobody knows.</summary>
    [JsonIgnore]
    public bool IsUnknown => Outcome == "Unknown";

    /// <summary>Whether the carrier looked at the message and does not send it.</summary>
    [JsonIgnore]
    public bool IsDeclined => Declined || Outcome == "Refused";
}
