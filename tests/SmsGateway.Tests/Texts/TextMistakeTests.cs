using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Texts;

/// <summary>A template with a mistake does not start: nobody would see it before the first code that goes out by it.</summary>
public sealed class TextMistakeTests
{
    private const string Templates = "Gateway__Text__Templates__";

    [Theory]
    [InlineData("Texts__en", "Your code is {kode}", "did you mean {code}?")]
    [InlineData("Texts__en", "Your code is {Code}", "did you mean {code}?")]
    [InlineData("Texts__en", "{code} for {client.name}", "known are {code}, {application}, {organization}")]
    [InlineData("Texts__en", "{code} {}", "is none")]
    [InlineData("Texts__en", "Your code", "has no {code}")]
    [InlineData("Texts__en", "", "has no {code}")]
    [InlineData("Texts__en", "@@password@@ is your code", "has no {code}")]
    [InlineData("Texts__en", "{{ code }} is your code", "has no {code}")]
    [InlineData("Texts__en", "{code is your code", "other half")]
    [InlineData("Texts__en", "code} is your code {code}", "other half")]
    [InlineData("Texts__en", "{code}}", "other half")]
    [InlineData("Texts__en", "{code} {", "other half")]
    [InlineData("Texts__en", "{code {code}}", "other half")]
    [InlineData("Texts__english please", "{code}", "must be a language")]
    [InlineData("Texts__0", "{code}", "must be a language")]
    [InlineData("Texts__en__US", "{code}", "single value", "Texts__en")]
    [InlineData("Texts__pt_BR", "{code}", "twice", "Texts__pt_BR", "Texts__pt-BR", "{code}", "DefaultLocale", "en")]
    [InlineData("Texts", "{code}", "is a section", "Texts", "Texts__en", null)]
    [InlineData("Texts__en", null, "needs a text", "Texts", "Caller", "auth0")]
    [InlineData("Text__en", "{code}", "did you mean Texts?", "Text")]
    [InlineData("Texts__de", "{code}", "required when there are several", "DefaultLocale")]
    [InlineData("DefaultLocale", "de", "no text")]
    [InlineData("DefaultLocale", "...", "placeholder")]
    [InlineData("Texts__en", "{code} for {application}", "is required with {application}", "Application")]
    [InlineData("Texts__en", "{code} for {organization}", "is required with {organization}", "Organization")]
    [InlineData("Caller", "nobody", "configured are auth0")]
    [InlineData("Channel", "pigeon", "Sms, Voice")]
    [InlineData("ReplaceBody", "perhaps", "true or false")]
    [InlineData("Colour", "blue", "is not a known setting")]
    public void A_mistake_is_named_by_its_key(
        string key,
        string? value,
        string explanation,
        string? expectedKey = null,
        params string?[] further
    )
    {
        (string, string?)[] settings =
        [
            (Templates + "x__Texts__en", "{code}"),
            .. further.Chunk(2).Append([key, value]).Select(pair => (Templates + "x__" + pair[0], pair[1])),
        ];

        var error = Assert.Single(ErrorsOf(settings));

        Assert.StartsWith($"{Templates}x__{expectedKey ?? key}: ", error, StringComparison.Ordinal);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_no_carrier_would_take_is_a_mistake()
    {
        // With a code of 256 characters it is just 1600.
        Assert.Empty(ErrorsOf((Templates + "x__Texts__en", new string('a', 1344) + "{code}")));
        Assert.Contains(
            "over 1600",
            Assert.Single(ErrorsOf((Templates + "x__Texts__en", new string('a', 1345) + "{code}"))),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            Templates + "x__Application: ",
            Assert.Single(
                ErrorsOf(
                    (Templates + "x__Texts__en", "{code} {application}"),
                    (Templates + "x__Application", new string('a', 257))
                )
            ),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Caller", "auth0", "AUTH0")]
    [InlineData("ClientId", "shop", "shop")]
    [InlineData("MessageType", "otp_verify", "OTP_verify")]
    [InlineData("Channel", "voice", "Voice")]
    [InlineData("Channel", null, null)]
    public void Two_templates_for_the_same_messages_are_a_mistake(string key, string? one, string? two)
    {
        var error = Assert.Single(
            ErrorsOf(
                (Templates + "a__Texts__en", "{code}"),
                (Templates + "a__" + key, one),
                (Templates + "b__Texts__en", "{code}"),
                (Templates + "b__" + key, two)
            )
        );

        Assert.StartsWith(Templates + "b: ", error, StringComparison.Ordinal);
        Assert.EndsWith("the template a", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_without_a_text()
    {
        var errors = ErrorsOf(
            ("Gateway__Text__SmartEncoding", "Pa55word"),
            ("Gateway__Text__Template__x", "Pa55word"),
            (Templates + "a__Texts__en", "Pa55word"),
            (Templates + "a__Texts__de", "{Pa55word}"),
            (Templates + "a__Caller", "Pa55word"),
            (Templates + "b__Channel", "Pa55word"),
            (Templates + "c__Texts__en", "{code}"),
            (Templates + "c__Application", "Shop")
        );

        Assert.Equal(
            [
                "Gateway__Text__SmartEncoding",
                "Gateway__Text__Template",
                Templates + "a__Caller",
                Templates + "a__DefaultLocale",
                Templates + "a__Texts__de",
                Templates + "a__Texts__en",
                Templates + "b__Channel",
                Templates + "b__Texts",
            ],
            errors.Select(text => text[..text.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(errors, text => text.Contains("Pa55word", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_name_that_no_text_shows_is_a_warning() =>
        Assert.Equal(
            [Templates + "x__Application: has no effect: no text has {application}"],
            GatewayOptions
                .Read(Settings.Create((Templates + "x__Texts__en", "{code}"), (Templates + "x__Application", "Shop")))
                .Warnings
        );

    private static List<string> ErrorsOf(params IEnumerable<(string, string?)> settings)
    {
        var errors = new List<string>();
        GatewayOptions.Read(Settings.Create(settings), errors);
        return errors;
    }
}
