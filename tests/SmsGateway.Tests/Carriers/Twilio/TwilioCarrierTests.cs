using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Twilio;

public sealed class TwilioCarrierTests : CarrierContract
{
    private const string AccountSid = "AC0123456789abcdef0123456789abcdef";

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Twilio"), ("AccountSid", AccountSid), ("AuthTokenSecretName", "twilio-token")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("twilio-token", "tok-9f8e7d6c")];

    protected override CarrierAnswer AcceptedAnswer =>
        new(
            201,
            $$"""
            {
              "sid": "SM00112233445566778899aabbccddeeff", "status": "queued", "error_code": null, "error_message": null,
              "num_segments": "1", "to": "{{CarrierHarness.Recipient}}", "body": "{{CarrierHarness.Text}}", "direction": "outbound-api",
              "subresource_uris": { "media": "/2010-04-01/Accounts/x/Messages/y/Media.json" }
            }
            """
        );

    protected override string AcceptedId => "SM00112233445566778899aabbccddeeff";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [Error(400, 21211), Error(400, 21610), Error(400, 21268)];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Error(400, 21212),
            Error(404, 20404),
            Error(400, 21408),
            Error(400, 21612),
            new(201, """{ "sid": "SM1", "status": "failed", "error_code": 30034 }"""),
            new(201, """{ "sid": "SM1", "status": "failed", "error_code": null }"""),
        ];

    protected override CarrierAnswer CredentialsAnswer => Error(401, 20003);

    protected override CarrierAnswer ThrottledAnswer => Error(429, 20429);

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal($"/2010-04-01/Accounts/{AccountSid}/Messages.json", request.Path);
        Assert.Equal(Basic(AccountSid, "tok-9f8e7d6c"), request.Authorization);
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["Content-Type"]);
        Assert.Equal(
            ["To=+61491570156", "From=Acme", $"Body={CarrierHarness.Text}", "ValidityPeriod=300"],
            request.FormFields()
        );
    }

    [Fact]
    public async Task An_api_key_stands_for_the_auth_token()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = CarrierHarness.Create(
            [
                ("Kind", "Twilio"),
                ("AccountSid", AccountSid),
                ("ApiKeySid", "SK77770000777700007777000077770000"),
                ("ApiKeySecretSecretName", "twilio-key"),
            ],
            Server.Address,
            new FakeSecretStore(("twilio-key", "key-secret")),
            CarrierHarness.Patient
        );

        await SendAsync(carrier);

        Assert.Equal(Basic("SK77770000777700007777000077770000", "key-secret"), Server.Request.Authorization);
        Assert.StartsWith($"/2010-04-01/Accounts/{AccountSid}/", Server.Request.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sender_the_messaging_service_chooses()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("MessagingServiceSid", "MG42420000424200004242000042420000"));

        await SendAsync(carrier, CarrierHarness.Message(sender: null));

        Assert.Equal(
            [
                "To=+61491570156",
                "MessagingServiceSid=MG42420000424200004242000042420000",
                $"Body={CarrierHarness.Text}",
                "ValidityPeriod=300",
            ],
            Server.Request.FormFields()
        );
    }

    [Theory]
    [InlineData(Channel.Sms)]
    [InlineData(Channel.Voice)]
    public async Task Without_any_sender_nothing_is_sent(Channel channel)
    {
        using var carrier = Create();
        var outcome = await SendAsync(carrier, CarrierHarness.Message(sender: null, channel: channel));
        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(("no-sender", true), (refused.Code, refused.OfThisMessage));
    }

    [Theory]
    [InlineData(0.2, "1")]
    [InlineData(59.9, "59")]
    [InlineData(86400, "36000")]
    public async Task The_validity_stays_within_the_carriers_limits(double seconds, string expected)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(
            carrier,
            CarrierHarness.Message() with
            {
                ExpiresAt = CarrierHarness.Now + TimeSpan.FromSeconds(seconds),
            }
        );

        Assert.Contains("ValidityPeriod=" + expected, Server.Request.FormFields());
    }

    [Fact]
    public async Task A_call_says_the_text_twice_and_its_code_digit_by_digit()
    {
        Server.Expect(new CarrierAnswer(201, """{ "sid": "CA1", "status": "queued" }"""));
        using var carrier = Create();

        var outcome = await SendAsync(
            carrier,
            CarrierHarness.Message(
                "+61400000001",
                Channel.Voice,
                "Code <1234> & \"x\" for 10\u0001\uFFFF minutes",
                "en_AU"
            )
        );

        Assert.Equal(new SendOutcome.Accepted("CA1"), outcome);
        Assert.Equal($"/2010-04-01/Accounts/{AccountSid}/Calls.json", Server.Request.Path);
        Assert.Equal(
            [
                "To=+61491570156",
                "From=+61400000001",
                "Twiml=<Response><Say loop=\"2\" language=\"en-AU\">Code &lt;1, 2, 3, 4&gt; &amp; &quot;x&quot; for 10 minutes</Say></Response>",
            ],
            Server.Request.FormFields()
        );
    }

    [Theory]
    [InlineData("en\"><Hangup/>")]
    [InlineData("en\u0001US")]
    [InlineData("english please")]
    [InlineData("")]
    public async Task A_call_speaks_the_accounts_language_when_the_locale_is_none(string locale)
    {
        Server.Expect(new CarrierAnswer(201, """{ "sid": "CA1", "status": "queued" }"""));
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message("+61400000001", Channel.Voice, "Code 1234", locale));

        Assert.Contains(
            "Twiml=<Response><Say loop=\"2\">Code 1, 2, 3, 4</Say></Response>",
            Server.Request.FormFields()
        );
    }

    [Theory]
    [InlineData(null, "+61400000001", "+61400000001")]
    [InlineData("Acme", "+61400000001", "+61400000001")]
    [InlineData("12345", "+61400000001", "+61400000001")]
    [InlineData("+61400000002", "+61400000001", "+61400000002")]
    [InlineData("+61400000002", null, "+61400000002")]
    [InlineData("+61400000002", "Acme", "+61400000002")]
    public void A_call_comes_from_a_number(string? sender, string? from, string expected)
    {
        var options = Options(
            from is null ? ("MessagingServiceSid", "MG42420000424200004242000042420000") : ("From", from)
        );
        var call = Samples.CreateMessage(sender: sender, channel: Channel.Voice);

        Assert.True(options.HasSenderFor(call));
        Assert.Equal(expected, options.SenderFor(call)!.Value);
        Assert.Equal(sender ?? from, options.SenderFor(call with { Channel = Channel.Sms })?.Value);
    }

    [Theory]
    [InlineData(null, "MessagingServiceSid", "MG42420000424200004242000042420000")]
    [InlineData("Acme", "MessagingServiceSid", "MG42420000424200004242000042420000")]
    [InlineData("12345", "MessagingServiceSid", "MG42420000424200004242000042420000")]
    [InlineData("Acme", "From", "Acme")]
    [InlineData("Acme", "From", "12345")]
    public void Without_a_number_there_is_no_call(string? sender, string key, string value)
    {
        var call = Samples.CreateMessage(sender: sender, channel: Channel.Voice);

        Assert.False(Options((key, value)).HasSenderFor(call));
        Assert.True(Options((key, value)).HasSenderFor(call with { Channel = Channel.Sms }));
    }

    private CarrierOptions Options((string Key, string Value) setting) =>
        CarrierHarness.Read([.. Settings, setting]).Options!;

    private static CarrierAnswer Error(int status, int code) =>
        new(
            status,
            $$"""{ "code": {{code}}, "message": "{{CarrierHarness.Recipient}} {{CarrierHarness.Text}}", "more_info": "https://www.twilio.com/docs/errors/{{code}}", "status": {{status}} }"""
        );

    private static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
