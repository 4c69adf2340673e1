using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

/// <summary>What a message says, from the request to the queue.</summary>
public sealed class TextComposerTests
{
    private const string Templates = "Gateway__Text__Templates__";
    private const string Code = """{"recipient":"+15005550006","code":"493817" """;

    private static readonly (string, string?)[] English = [(Templates + "x__Texts__en", "{code} is your code")];

    [Theory]
    [InlineData("", "493817 is your code for our shop")]
    [InlineData(",\"locale\":\"pt_BR\"", "Seu código: 493817")]
    [InlineData(",\"locale\":\"pt-PT\"", "O seu código: 493817")]
    [InlineData(",\"language\":\"pt\"", "O seu código: 493817")]
    [InlineData(",\"locale\":\"xx\"", "493817 is your code for our shop")]
    [InlineData(",\"application\":\"Acme\"", "493817 is your code for Acme")]
    [InlineData(",\"application\":{\"client_id\":\"c\",\"name\":\"Acme\"}", "493817 is your code for Acme")]
    [InlineData(",\"application\":\" \"", "493817 is your code for our shop")]
    [InlineData(",\"application\":{\"name\":7}", "493817 is your code for our shop")]
    // A name is literal, and one line.
    [InlineData(",\"application\":\"{code}\"", "493817 is your code for {code}")]
    [InlineData(",\"application\":\"A\\u0000B\\tC\\r\\n@D #1\\n\"", "493817 is your code for A B C @D #1")]
    [InlineData(",\"clientId\":\"travel\"", "Acme Travel: 493817")]
    [InlineData(",\"clientId\":\"travel\",\"messageType\":\"change_password\"", "Acme Travel: 493817")]
    [InlineData(",\"messageType\":\"change_password\"", "493817 changes your password at Acme")]
    [InlineData(
        ",\"messageType\":\"change_password\",\"organization\":\"Umbrella\"",
        "493817 changes your password at Umbrella"
    )]
    [InlineData(
        ",\"messageType\":\"change_password\",\"organization\":{\"id\":\"org_1\",\"name\":\"umbrella\",\"display_name\":\"Umbrella\"}",
        "493817 changes your password at Umbrella"
    )]
    [InlineData(
        ",\"messageType\":\"change_password\",\"organization\":{\"id\":\"org_1\",\"name\":\"umbrella\"}",
        "493817 changes your password at umbrella"
    )]
    // The id is nothing to show.
    [InlineData(
        ",\"messageType\":\"change_password\",\"organization\":\"org_Zq1\"",
        "493817 changes your password at Acme"
    )]
    public async Task A_code_is_enough_where_a_template_applies(string fields, string expected) =>
        Assert.Equal(
            expected,
            (
                await AcceptedAsync(
                    Code + fields + "}",
                    (Templates + "all__Texts__en", "{code} is your code for {application}"),
                    (Templates + "all__Texts__pt", "O seu código: {code}"),
                    (Templates + "all__Texts__pt-BR", "Seu código: {code}"),
                    (Templates + "all__DefaultLocale", "en"),
                    (Templates + "all__Application", "our shop"),
                    (Templates + "password__MessageType", "change_password"),
                    (Templates + "password__Texts__en", "{code} changes your password at {organization}"),
                    (Templates + "password__Organization", "Acme"),
                    (Templates + "travel__ClientId", "travel"),
                    (Templates + "travel__Texts__en", "Acme Travel: {code}")
                )
            ).Body.Reveal()
        );

    [Theory]
    [InlineData(",\"body\":\"493817, says Auth0\"", "493817, says Auth0", "493817 is your code")]
    [InlineData(",\"text\":\"493817, says Auth0\"", "493817, says Auth0", "493817 is your code")]
    [InlineData(",\"body\":\" \",\"text\":\"493817, says Auth0\"", "493817, says Auth0", "493817 is your code")]
    [InlineData(",\"body\":\"\"", "493817 is your code", "493817 is your code")]
    [InlineData(",\"body\":null,\"text\":\" \\n\"", "493817 is your code", "493817 is your code")]
    [InlineData(",\"body\":7", null, "493817 is your code")]
    public async Task A_posted_text_wins_unless_the_template_replaces_it(
        string body,
        string? byDefault,
        string replaced
    )
    {
        Assert.Equal(byDefault, await TextAsync(false));
        Assert.Equal(replaced, await TextAsync(true));

        async Task<string?> TextAsync(bool replaceBody)
        {
            using var gateway = Create([.. English, (Templates + "x__ReplaceBody", replaceBody.ToString())]);
            await gateway.PostAsync(Code + body + "}");
            return gateway.Queue.Enqueued.SingleOrDefault().Envelope?.Message.Body.Reveal();
        }
    }

    [Fact]
    public async Task A_text_that_is_replaced_refuses_no_code_by_its_length() =>
        Assert.Equal(
            "493817 is your code",
            (
                await AcceptedAsync(
                    $$"""{{Code}},"body":"{{new string('x', 2000)}}"}""",
                    [.. English, (Templates + "x__ReplaceBody", "true")]
                )
            ).Body.Reveal()
        );

    [Fact]
    public async Task Without_a_code_the_posted_text_is_sent() =>
        Assert.Equal(
            "Your account is blocked",
            (
                await AcceptedAsync(
                    """{"recipient":"+15005550006","body":"Your account is blocked","code":""}""",
                    [.. English, (Templates + "x__ReplaceBody", "true")]
                )
            ).Body.Reveal()
        );

    [Theory]
    [InlineData(Code + "}", "")]
    [InlineData(Code + ",\"clientId\":\"other\"}", "ClientId")]
    [InlineData("""{"recipient":"+15005550006"}""", "x")]
    [InlineData("""{"recipient":"+15005550006","code":" "}""", "x")]
    public async Task Without_template_or_code_a_text_is_required(string json, string template)
    {
        using var gateway = Create(
            template switch
            {
                "" => [],
                "x" => English,
                _ => [.. English, (Templates + "x__" + template, "shop")],
            }
        );

        var reply = await gateway.PostAsync(json);

        Assert.Equal(400, reply.Status);
        Assert.Equal(["body"], Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task All_mistakes_are_still_told_at_once()
    {
        using var gateway = Create([.. English, (Templates + "x__ClientId", "shop")]);

        var reply = await gateway.PostAsync("""{"recipient":"123","code":"493817","correlationId":{}}""");

        Assert.Equal(
            ["body", "correlationId", "recipient"],
            Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key)
        );
    }

    [Theory]
    [InlineData("fr_CA", "Votre code est 493817", "fr_CA")]
    [InlineData("de_DE", "Your code is 493817", "en-GB")]
    [InlineData(null, "Your code is 493817", "en-GB")]
    public async Task A_call_is_spoken_in_the_language_of_its_text(string? locale, string text, string language)
    {
        var message = await AcceptedAsync(
            $$"""{{Code}},"channel":"voice","locale":{{(locale is null ? "null" : $"\"{locale}\"")}}}""",
            (Templates + "call__Channel", "voice"),
            (Templates + "call__Texts__fr", "Votre code est {code}"),
            (Templates + "call__Texts__en_GB", "Your code is {code}"),
            (Templates + "call__DefaultLocale", "en_GB")
        );

        Assert.Equal((Channel.Voice, text), (message.Channel, message.Body.Reveal()));
        Assert.Equal(language.Replace('_', '-'), message.Locale);
        Assert.Equal("493817", message.Code?.Reveal());
    }

    [Theory]
    [InlineData("de-DE", "de-DE")]
    [InlineData("de_AT", "de_AT")]
    [InlineData("de-DE,de;q=0.9,en;q=0.8", "de-DE")]
    [InlineData(" fr", "fr")]
    [InlineData("*", "*")]
    public async Task A_posted_text_is_spoken_in_the_first_language_that_its_request_names(
        string locale,
        string language
    )
    {
        var message = await AcceptedAsync(
            $$"""{"recipient":"+15005550006","body":"493817","channel":"voice","locale":"{{locale}}"}"""
        );

        Assert.Equal(language, message.Locale);
    }

    [Theory]
    [InlineData("493\\n817")]
    [InlineData("493\\r\\n817")]
    [InlineData("493\\u2028817")]
    public async Task A_code_in_a_template_is_one_line(string code)
    {
        var message = await AcceptedAsync($$"""{"recipient":"+15005550006","code":"{{code}}"}""", English);

        Assert.Equal("493 817 is your code", message.Body.Reveal());
    }

    [Theory]
    [InlineData("sms", true, "\"493817\" is Acme's code")]
    [InlineData("sms", false, "“493817” is Acme’s code")]
    [InlineData("voice", true, "“493817” is Acme’s code")]
    public async Task Look_alikes_are_replaced_in_texts_when_it_is_on(string channel, bool isOn, string expected)
    {
        (string, string?)[] settings =
        [
            ("Gateway__Text__SmartEncoding", isOn ? "true" : null),
            (Templates + "x__Texts__en", "“{code}” is Acme’s code"),
        ];
        var made = await AcceptedAsync($$"""{{Code}},"channel":"{{channel}}"}""", settings);
        var posted = await AcceptedAsync(
            $$"""{{Code}},"channel":"{{channel}}","body":"“493817” is Acme’s code"}""",
            settings
        );

        Assert.Equal((expected, expected), (made.Body.Reveal(), posted.Body.Reveal()));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData(",\"correlationId\":\"c\"", ",\"correlationId\":\"c\"", true)]
    // One that is correlated is named by its code, whatever text is made of it.
    [InlineData(",\"correlationId\":\"c\",\"locale\":\"de\"", ",\"correlationId\":\"c\",\"locale\":\"en\"", true)]
    [InlineData("", ",\"body\":\"493817 is your code\"", true)]
    [InlineData("", ",\"locale\":\"de\"", false)]
    public async Task A_code_posted_again_is_the_same_message(string first, string second, bool isSame)
    {
        using var gateway = Create([
            .. English,
            (Templates + "x__Texts__de", "{code} ist Ihr Code"),
            (Templates + "x__DefaultLocale", "en"),
        ]);
        await gateway.PostAsync(Code + first + "}");
        await gateway.PostAsync(Code + second + "}");
        await gateway.PostAsync((Code + first + "}").Replace("493817", "493818", StringComparison.Ordinal));

        Assert.Equal(isSame, gateway.Queue.Keys[0] == gateway.Queue.Keys[1]);
        Assert.NotEqual(gateway.Queue.Keys[0], gateway.Queue.Keys[2]);
    }

    [Fact]
    public async Task Each_text_is_metered_with_its_segments_and_no_call_or_repetition_is()
    {
        using var gateway = Create([]);
        using var segments = gateway.Telemetry.Collect<long>("sms.segments");
        await PostAsync("493817 is your code", "sms");
        await PostAsync("Seu código é 493817. " + new string('x', 50), "sms");
        await PostAsync(new string('x', 307), "sms");
        await PostAsync("a call", "voice");
        await gateway.PostAsync("{}");
        Assert.True(MessageId.TryParse("the-first", out var first));
        gateway.Queue.StoredBefore = first;
        await PostAsync("493817 is your code", "sms");

        Assert.Equal(
            ["caller=auth0 encoding=GSM-7", "caller=auth0 encoding=UCS-2", "caller=auth0 encoding=GSM-7"],
            segments.Tags
        );
        Assert.Equal([1, 2, 3], segments.GetMeasurementSnapshot().Select(measured => measured.Value));

        Task PostAsync(string body, string channel) =>
            gateway.PostAsync($$"""{"recipient":"+15005550006","body":"{{body}}","channel":"{{channel}}"}""");
    }

    private static async Task<SmsMessage> AcceptedAsync(
        string json,
        params IEnumerable<(string Key, string? Value)> settings
    )
    {
        using var gateway = Create(settings);
        var reply = await gateway.PostAsync(json);
        Assert.Equal(200, reply.Status);
        var message = Assert.Single(gateway.Queue.Enqueued).Envelope.Message;
        Assert.DoesNotContain(message.Body.Reveal(), gateway.Log.Text, StringComparison.Ordinal);
        return message;
    }

    private static Gateway Create(IEnumerable<(string Key, string? Value)> settings)
    {
        var text = GatewayOptions.Read(Settings.Create(settings)).Text;
        return new Gateway(options => options with { Text = text }, new FakeCarrier("one"));
    }
}
