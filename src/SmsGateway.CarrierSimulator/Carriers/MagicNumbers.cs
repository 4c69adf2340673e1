using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>
/// The magic recipients that work for every carrier. Scheme: +1 500 555 1 and then the HTTP status that one remembers for
/// it; 6xx stands for what has no status. Twilio's published test numbers (+1 500 555 00xx) are in
/// <see cref="Twilio.TwilioApi"/>. docs/simulator.md shows the same table.
/// </summary>
internal static class MagicNumbers
{
    private const string Prefix = "1500555";

    public static readonly ImmutableArray<MagicNumber> All =
    [
        new(
            "+15005551200",
            Behaviour.RejectedInsideSuccess,
            "rejected inside a success status (where a carrier does so; the others take it)"
        ),
        new("+15005551400", Behaviour.InvalidNumber, "invalid number"),
        new("+15005551401", Behaviour.CredentialsRefused, "credentials refused"),
        new("+15005551404", Behaviour.Unroutable, "no route to the number"),
        new("+15005551410", Behaviour.OptedOut, "recipient opted out"),
        new("+15005551428", Behaviour.Throttled, "429 without Retry-After"),
        new("+15005551429", Behaviour.ThrottledWithRetryAfter, "429 with Retry-After: 2"),
        new("+15005551500", Behaviour.ServerError, "500"),
        new("+15005551503", Behaviour.Down, "503"),
        new("+15005551601", Behaviour.Slow, "taken, answered after 3 seconds"),
        new("+15005551602", Behaviour.Timeout, "taken, never answered"),
        new("+15005551603", Behaviour.Garbage, "success status with an answer nobody can read"),
        new("+15005551604", Behaviour.Reset, "connection reset"),
    ];

    private static readonly FrozenDictionary<string, Behaviour> ByDigits = All.ToFrozenDictionary(
        magic => magic.Number[1..],
        magic => magic.Behaviour
    );

    private static readonly FrozenDictionary<string, Behaviour>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByDigits.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The recipient's behaviour; with or without the plus sign, since not every carrier wants it.</summary>
    public static Behaviour Find(string recipient)
    {
        var digits = recipient.AsSpan().TrimStart('+');
        return digits.StartsWith(Prefix, StringComparison.Ordinal) && BySpan.TryGetValue(digits, out var behaviour)
            ? behaviour
            : Behaviour.Normal;
    }
}

/// <summary>A recipient that makes a carrier behave in a given way.</summary>
/// <param name="Number">In E.164 form.</param>
/// <param name="Behaviour">What the carrier does.</param>
/// <param name="Effect">The same in words, for the page and the documentation.</param>
internal sealed record MagicNumber(string Number, [property: JsonIgnore] Behaviour Behaviour, string Effect);

/// <summary>What a magic recipient or an outage makes a carrier do. Each carrier answers in its own error format.</summary>
internal enum Behaviour
{
    /// <summary>Takes the message.</summary>
    Normal,

    /// <summary>The recipient's number is not valid.</summary>
    InvalidNumber,

    /// <summary>The recipient does not want messages.</summary>
    OptedOut,

    /// <summary>There is no route to the recipient.</summary>
    Unroutable,

    /// <summary>401, although the credentials are right.</summary>
    CredentialsRefused,

    /// <summary>429 that does not say how long to wait.</summary>
    Throttled,

    /// <summary>429 with a Retry-After.</summary>
    ThrottledWithRetryAfter,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>503.</summary>
    Down,

    /// <summary>A success status with a rejection inside, where the carrier has such a thing; others take the message.</summary>
    RejectedInsideSuccess,

    /// <summary>Takes the message, but answers only after <see cref="CarrierEndpoint.SlowAnswer"/>.</summary>
    Slow,

    /// <summary>Takes the message and never answers: what an ambiguous timeout looks like.</summary>
    Timeout,

    /// <summary>A success status with a page of HTML instead of the carrier's answer; the message is not taken.</summary>
    Garbage,

    /// <summary>Reads the request and resets the connection; the message is not taken.</summary>
    Reset,
}
