using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>
/// The magic recipients that work for every carrier. Scheme: +1 500 555 1 and then the HTTP status that one remembers for
/// it; 6xx stands for what has no status. Twilio's published test numbers (+1 500 555 00xx) are in
/// <see cref="Twilio.TwilioTestNumbers"/>. docs/simulator.md shows the same table.
/// </summary>
internal static class MagicNumbers
{
    private const string Prefix = "1500555";

    public static readonly ImmutableArray<MagicNumber> All =
    [
        new("+15005551200", Behaviour.RejectedInsideSuccess, "200 with REJECTED inside (8x8; the others take it)"),
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

    private static readonly FrozenDictionary<string, Behaviour> ByDigits =
        All.ToFrozenDictionary(magic => magic.Number[1..], magic => magic.Behaviour);

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
