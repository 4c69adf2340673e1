using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using SmsGateway.Texts;
using Xunit;

namespace SmsGateway.Tests.Texts;

public sealed class TextTemplateTests
{
    private static readonly TemplateValues Values = new("493817", "Shop", "Acme");

    [Theory]
    [InlineData("{code}", "493817")]
    [InlineData("{code} for {application} of {organization}, {code}.", "493817 for Shop of Acme, 493817.")]
    [InlineData("{{{code}}} {{code}} }}{{", "{493817} {code} }{")]
    [InlineData("@acme.example #{code}", "@acme.example #493817")]
    [InlineData("Wait ... <#> your code is {code}", "Wait ... <#> your code is 493817")]
    public void Values_stand_where_their_placeholders_do(string text, string expected) =>
        Assert.Equal(
            expected,
            Read(("Texts__en", text), ("Application", "x"), ("Organization", "x")).Text("en", Values).Text
        );

    [Fact]
    public void A_value_is_put_in_as_it_is() =>
        Assert.Equal(
            "{code} for {{Shop}}",
            Read(("Texts__en", "{code} for {application}"), ("Application", "x"))
                .Text(null, new TemplateValues("{code}", "{{Shop}}", null))
                .Text
        );

    [Fact]
    public void What_the_request_does_not_tell_the_template_does() =>
        Assert.Equal(
            "493817 for our shop of Acme Ltd",
            Read(
                    ("Texts__en", "{code} for {application} of {organization}"),
                    ("Application", "our shop"),
                    ("Organization", "Acme Ltd")
                )
                .Text(null, new TemplateValues("493817", null, null))
                .Text
        );

    [Theory]
    [InlineData("pt-BR", "br", "pt-BR")]
    [InlineData("pt_BR", "br", "pt-BR")]
    [InlineData("PT_br", "br", "PT-br")]
    [InlineData("pt-BR-x-informal", "br", "pt-BR-x-informal")]
    [InlineData("pt-PT", "pt", "pt-PT")]
    [InlineData("pt", "pt", "pt")]
    [InlineData("zh-Hant-TW", "hant", "zh-Hant-TW")]
    [InlineData("zh-Hans-CN", "en", "en")]
    [InlineData("zh", "en", "en")]
    [InlineData("de-DE,de;q=0.9,pt;q=0.8", "de", "de-DE")]
    [InlineData(" pt_BR.UTF-8", "br", "pt-BR")]
    [InlineData("fr_CA", "en", "en")]
    [InlineData("*", "en", "en")]
    [InlineData("portuguese-speaking people", "en", "en")]
    [InlineData("p", "en", "en")]
    [InlineData("-", "en", "en")]
    [InlineData("", "en", "en")]
    [InlineData(null, "en", "en")]
    public void A_missing_language_falls_back_part_by_part(string? locale, string expected, string language)
    {
        var template = Read(
            ("Texts__pt_BR", "br {code}"),
            ("Texts__pt", "pt {code}"),
            ("Texts__zh-Hant", "hant {code}"),
            ("Texts__de", "de {code}"),
            ("Texts__en", "en {code}"),
            ("DefaultLocale", "EN")
        );

        var (text, found) = template.Text(locale, Values);

        Assert.Equal(expected + " 493817", text);
        // The language of the text, for the voice that reads it.
        Assert.Equal(language, found, ignoreCase: true);
    }

    [Fact]
    public void A_single_text_is_the_default_of_all_languages() =>
        Assert.Equal(("Kod: 493817", "pl"), Read(("Texts__pl", "Kod: {code}")).Text("en-GB", Values));

    [Theory]
    // Client application, then caller, then message type, then channel.
    [InlineData("auth0", "shop", "otp_verify", Channel.Voice, "client")]
    [InlineData("auth0", "other", "otp_verify", Channel.Voice, "caller-type")]
    [InlineData("AUTH0", null, "OTP_VERIFY", Channel.Sms, "caller-type")]
    [InlineData("auth0", null, "otp_enroll", Channel.Voice, "caller-channel")]
    [InlineData("auth0", null, null, Channel.Sms, "caller")]
    [InlineData("second", null, "otp_verify", Channel.Voice, "type")]
    [InlineData("second", "SHOP", null, Channel.Voice, "channel")]
    [InlineData("second", null, null, Channel.Sms, "all")]
    public void The_template_that_asks_for_the_most_precise_thing_applies(
        string caller,
        string? clientId,
        string? messageType,
        Channel channel,
        string expected
    )
    {
        var options = ReadAll(
            ("all__Texts__en", "{code}"),
            ("channel__Texts__en", "{code}"),
            ("channel__Channel", "voice"),
            ("type__Texts__en", "{code}"),
            ("type__MessageType", "otp_verify"),
            ("caller__Texts__en", "{code}"),
            ("caller__Caller", "auth0"),
            ("caller-channel__Texts__en", "{code}"),
            ("caller-channel__Caller", "auth0"),
            ("caller-channel__Channel", "Voice"),
            ("caller-type__Texts__en", "{code}"),
            ("caller-type__Caller", "Auth0"),
            ("caller-type__MessageType", "otp_verify"),
            ("client__Texts__en", "{code}"),
            ("client__ClientId", "shop")
        );

        Assert.Equal(
            expected,
            options.Templates.First(template => template.AppliesTo(caller, clientId, messageType, channel)).Name
        );
    }

    private static TextTemplate Read(params IEnumerable<(string Key, string Value)> settings) =>
        Assert.Single(ReadAll(settings.Select(setting => ("x__" + setting.Key, setting.Value))).Templates);

    private static TextOptions ReadAll(params IEnumerable<(string Key, string Value)> settings) =>
        GatewayOptions
            .Read(
                Settings.Create(
                    settings.Select(setting => ("Gateway__Text__Templates__" + setting.Key, (string?)setting.Value))
                )
            )
            .Text;
}
