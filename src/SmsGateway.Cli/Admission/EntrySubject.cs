using System.CommandLine;
using System.Net;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Admission;

/// <summary>What an entry of the lists is about: said by an option, or by an argument that can mean one thing only.</summary>
internal sealed class EntrySubject
{
    private readonly Argument<string?> _what = new("what")
    {
        Description =
            "A number that is in use, such as +61491570156, an address or a range of them, or the two letters of a region; anything else by an option.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly IReadOnlyList<(string Field, Option<string?> Option)> _options;

    /// <param name="hasSwitches">Whether it can be about a whole caller, region or carrier, too.</param>
    public EntrySubject(bool hasSwitches)
    {
        // The library takes a mistyped option for the argument.
        _what.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] option }])
            {
                result.AddError($"There is no option '{option}' here.");
            }
        });
        List<(string, Option<string?>)> options =
        [
            ("number", New("--number", "number", "One number.")),
            ("prefix", New("--prefix", "digits", "All numbers that begin so, such as +99899394.")),
            (
                "ip",
                New("--ip", "address", "Whom codes are asked for by: an address, or a range such as 203.0.113.0/24.")
            ),
        ];
        if (hasSwitches)
        {
            options.Add(("caller", New("--caller", "name", "All that a caller posts, by its configured name.")));
            options.Add(("region", New("--region", "code", "All numbers of a region, by ISO 3166-1, such as UZ.")));
            options.Add(("carrier", New("--carrier", "name", "All that goes by a carrier, by its configured name.")));
        }

        _options = options;
    }

    public Argument Argument => _what;

    public IEnumerable<Option> Options => _options.Select(entry => entry.Option);

    /// <exception cref="CliException">It is not said, said twice, or not certain.</exception>
    /// <returns>The field of the order and its value.</returns>
    public (string Field, string Value) Require(Invocation invocation)
    {
        var what = invocation.Get(_what);
        var given = _options
            .Select(entry => (entry.Field, Value: invocation.Get(entry.Option)))
            .Where(entry => entry.Value is not null)
            .ToList();
        return (what, given) switch
        {
            (null, [var (field, value)]) => (field, value!),
            ({ } text, []) => Guess(text.Trim()),
            _ => throw CliException.Usage(
                $"{(what is null && given.Count == 0 ? "What? Give" : "Give only one of these:")} {Names()}, or what is plain without an option."
            ),
        };
    }

    private (string Field, string Value) Guess(string text)
    {
        if (text.StartsWith('+'))
        {
            return PhoneNumber.TryParse(text, out var number) && number.IsInUse
                ? ("number", number.E164)
                : throw CliException.Usage(
                    "This is no number that is known to be in use: say --number or --prefix before it."
                );
        }

        if (IsAddress(text))
        {
            return ("ip", text);
        }

        if (text.Length == 2 && text.All(char.IsAsciiLetter))
        {
            return RegionCode.Mistake(text) is { } mistake
                ? throw CliException.Usage($"'{text}' {mistake}.")
                : ("region", RegionCode.Of(text));
        }

        throw CliException.Usage($"It is not certain what that is: say one of {Names()} before it.");
    }

    private string Names() => string.Join(", ", Options.Select(option => option.Name));

    /// <summary>A bare number is an address to the parser, and is nobody's.</summary>
    private static bool IsAddress(string text) =>
        (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3)
        && (IPNetwork.TryParse(text, out _) || IPAddress.TryParse(text, out _));

    private static Option<string?> New(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description };
}
