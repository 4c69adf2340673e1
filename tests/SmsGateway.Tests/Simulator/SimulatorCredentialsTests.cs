using System.Net;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorCredentialsTests
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["To"] = AnyNumber,
        ["From"] = "+15005550006",
        ["Body"] = "x",
    };
    private static readonly string MessageMediaJson =
        $$"""{"messages":[{"content":"x","destination_number":"{{AnyNumber}}"}]}""";
    private static readonly string EightByEightJson = $$"""{"destination":"{{AnyNumber}}","text":"x"}""";

    [Theory]
    [InlineData(AccountSid, "the-token", HttpStatusCode.Created)]
    [InlineData("SK1", "key-secret", HttpStatusCode.Created)]
    [InlineData(AccountSid, "key-secret", HttpStatusCode.Unauthorized)]
    [InlineData("SK1", "the-token", HttpStatusCode.Unauthorized)]
    [InlineData(AccountSid, "", HttpStatusCode.Unauthorized)]
    public async Task Twilio_takes_the_account_or_its_api_key(string user, string password, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(Twilio(Fields, user: user, password: password));

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
        {
            var error = await JsonOf(response);
            Assert.Equal(20003, (int)error["code"]!);
            Assert.Equal(401, (int)error["status"]!);
            Assert.Equal("https://www.twilio.com/docs/errors/20003", (string?)error["more_info"]);
        }
    }

    [Fact]
    public async Task Twilio_does_not_know_another_accounts_path()
    {
        await using var simulator = await StartAsync();
        using var request = Twilio(Fields);
        request.RequestUri = new Uri("/2010-04-01/Accounts/AC9/Messages.json", UriKind.Relative);
        using var response = await simulator.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(20404, (int)(await JsonOf(response))["code"]!);
    }

    [Theory]
    [InlineData("mm-key", "mm-secret", HttpStatusCode.Accepted)]
    [InlineData("mm-key", "mm-secre", HttpStatusCode.Unauthorized)]
    [InlineData("other", "mm-secret", HttpStatusCode.Unauthorized)]
    public async Task MessageMedia_checks_basic_credentials(string user, string password, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(MessageMedia(MessageMediaJson, user, password));

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
        {
            Assert.Equal("Invalid authentication credentials", (string?)(await JsonOf(response))["message"]);
        }
    }

    [Theory]
    [InlineData("mm-key", "mm-secret", false, HttpStatusCode.Accepted)]
    [InlineData("mm-key", "wrong", false, HttpStatusCode.Forbidden)]
    [InlineData("other", "mm-secret", false, HttpStatusCode.Forbidden)]
    [InlineData("mm-key", "mm-secret", true, HttpStatusCode.Forbidden)]
    public async Task MessageMedia_checks_the_signature_over_date_body_and_request_line(
        string key,
        string secret,
        bool changeBody,
        HttpStatusCode expected
    )
    {
        await using var simulator = await StartAsync();
        using var request = Signed(key, secret);
        if (changeBody)
        {
            var type = request.Content!.Headers;
            request.Content = new StringContent(MessageMediaJson.Replace("x", "y", StringComparison.Ordinal));
            request.Content.Headers.TryAddWithoutValidation("Content-MD5", type.GetValues("Content-MD5"));
        }

        using var response = await simulator.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("bearer-key", HttpStatusCode.OK)]
    [InlineData("bearer-kez", HttpStatusCode.Unauthorized)]
    public async Task EightByEight_checks_the_bearer_key(string key, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(EightByEight(EightByEightJson, key));

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
        {
            var error = await JsonOf(response);
            Assert.Equal(1200, (int)error["code"]!);
            Assert.True(Guid.TryParse((string?)error["errorId"], out _));
            Assert.NotNull(error["timestamp"]);
        }
    }

    [Fact]
    public async Task EightByEight_does_not_know_another_subaccount()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(EightByEight(EightByEightJson, subAccount: "other"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(1001, (int)(await JsonOf(response))["code"]!);
    }

    [Theory]
    [InlineData("Twilio:AccountSid", "Twilio:AuthToken", "twilio")]
    [InlineData("MessageMedia:ApiKey", "MessageMedia:ApiSecret", "messagemedia")]
    [InlineData("EightByEight:SubAccountId", "EightByEight:ApiKey", "8x8")]
    [InlineData("Vonage:ApiKey", "Vonage:ApiSecret", "vonage")]
    [InlineData("Sinch:ServicePlanId", "Sinch:ApiToken", "sinch")]
    [InlineData("Telnyx:ApiKey", "Telnyx:MessagingProfileId", "telnyx")]
    [InlineData("AzureCommunication:AccessKey", "AzureCommunication:AccessToken", "azure")]
    public async Task A_carrier_without_credentials_answers_401_to_everything(
        string first,
        string second,
        string carrier
    )
    {
        await using var simulator = await StartAsync(
            $"--Simulator:{first}=",
            $"--Simulator:{second}=",
            "--Simulator:Twilio:ApiKeySid=",
            "--Simulator:Twilio:ApiKeySecret=",
            "--Simulator:Vonage:ApplicationId=",
            "--Simulator:Vonage:PublicKey="
        );
        using var response = await simulator.SendAsync(carrier, AnyNumber);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False((bool)(await simulator.GetJsonAsync("/simulator/stats"))["carriers"]![carrier]!["configured"]!);
    }

    [Fact]
    public async Task A_refused_request_is_shown_without_its_text()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(Twilio(Fields, password: "wrong"));

        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal("refused", (string?)message["outcome"]);
        Assert.Equal("", (string?)message["body"]);
        Assert.Equal("", (string?)message["recipient"]);
    }

    private static HttpRequestMessage Signed(string key, string secret)
    {
        const string Date = "Sat, 21 Nov 2026 05:05:52 GMT";
#pragma warning disable CA5351 // The protocol demands MD5 as a checksum of the body.
        var md5 = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(MessageMediaJson)));
#pragma warning restore CA5351
        var text = $"Date: {Date}\nContent-MD5: {md5}\nPOST /v1/messages HTTP/1.1";
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text))
        );
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent(MessageMediaJson),
        };
        request.Headers.TryAddWithoutValidation("Date", Date);
        request.Content.Headers.TryAddWithoutValidation("Content-MD5", md5);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"hmac username=\"{key}\", algorithm=\"hmac-sha256\", headers=\"Date Content-MD5 request-line\", signature=\"{signature}\""
        );
        return request;
    }
}
