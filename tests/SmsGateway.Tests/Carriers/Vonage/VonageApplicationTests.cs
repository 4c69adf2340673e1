using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Vonage;

/// <summary>With an application, whose key signs a token; it can call as well.</summary>
public sealed class VonageApplicationTests : CarrierContract
{
    private const string ApplicationId = "78d335fa-323d-0114-9c3d-d6f0d48968cf";

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Vonage"), ("ApplicationId", ApplicationId), ("PrivateKeySecretName", "vonage-private-key")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("vonage-private-key", RsaKey.Pem)];

    protected override CarrierAnswer AcceptedAnswer => VonageAnswers.Accepted;

    protected override string AcceptedId => VonageAnswers.MessageId;

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers => VonageAnswers.Rejected;

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers => VonageAnswers.Refused;

    protected override CarrierAnswer CredentialsAnswer => VonageAnswers.Problem(401, "#jwt-expired");

    protected override CarrierAnswer ThrottledAnswer => VonageAnswers.Problem(429, "#throttled");

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal("/v1/messages", request.Path);
        AssertToken(request, CarrierHarness.Now);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(VonageAnswers.Request);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nbm8ga2V5\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("key-4711")]
    [InlineData("/etc/vonage/private.key")]
    public async Task A_secret_that_is_no_key_sends_nothing_and_is_not_repeated(string value)
    {
        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() =>
            SendAsync(secrets: [("vonage-private-key", value)])
        );
        Assert.DoesNotContain(value, exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_call_says_the_text_twice_and_its_code_digit_by_digit()
    {
        Server.Expect(VonageAnswers.Call);
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Voice));

        var outcome = await SendAsync(
            carrier,
            CarrierHarness.Message(
                "+61400000001",
                Channel.Voice,
                "Code \"1234\"}], \\ <x> for 10\u0001 minutes",
                "en_AU"
            )
        );

        Assert.Equal(new SendOutcome.Accepted("63f61863-4a51-4f6b-86e1-46edebcf9356"), outcome);
        var request = Server.Request;
        Assert.Equal("/v1/calls", request.Path);
        AssertToken(request, CarrierHarness.Now);
        using var expected = JsonDocument.Parse(
            """
            {
              "to": [{ "type": "phone", "number": "61491570156" }],
              "from": { "type": "phone", "number": "61400000001" },
              "ncco": [
                {
                  "action": "talk",
                  "text": "Code \"1, 2, 3, 4\"}], \\  x  for 10 minutes",
                  "language": "en-AU",
                  "loop": 2
                }
              ],
              "ringing_timer": 60
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
        RequestSchema.AssertMatches(VonageDescription.Call, request);
    }

    [Fact]
    public async Task A_text_too_long_for_a_call_is_not_sent()
    {
        Server.Expect(VonageAnswers.Call);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message("+61400000001", Channel.Voice, new string('x', 1500)));
        var outcome = await SendAsync(
            carrier,
            CarrierHarness.Message("+61400000001", Channel.Voice, new string('x', 1501))
        );

        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(("too-long", true), (refused.Code, refused.OfThisMessage));
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(42.5, 42)]
    [InlineData(600, 60)]
    public async Task Nobody_is_rung_longer_than_the_code_lives(double seconds, int expected)
    {
        Server.Expect(VonageAnswers.Call);
        using var carrier = Create();

        await SendAsync(
            carrier,
            CarrierHarness.Message("+61400000001", Channel.Voice) with
            {
                ExpiresAt = CarrierHarness.Now + TimeSpan.FromSeconds(seconds),
            }
        );

        Assert.Equal(expected, Server.Request.Json().GetProperty("ringing_timer").GetInt32());
        RequestSchema.AssertMatches(VonageDescription.Call, Server.Request);
    }

    [Fact]
    public async Task A_call_without_a_number_of_ours_comes_from_one_of_the_application()
    {
        Server.Expect(VonageAnswers.Call);
        using var carrier = Create(settings: ("From", "Acme"));
        var options = carrier.Configured.Options;
        var call = CarrierHarness.Message("Acme", Channel.Voice).Message;

        Assert.True(options.HasSenderFor(call));
        Assert.Null(options.SenderFor(call));
        await SendAsync(carrier, CarrierHarness.Message(sender: null, Channel.Voice));

        var request = Server.Request.Json();
        Assert.True(request.GetProperty("random_from_number").GetBoolean());
        Assert.False(request.TryGetProperty("from", out _));
        RequestSchema.AssertMatches(VonageDescription.Call, Server.Request);
    }

    [Theory]
    [InlineData("xx-YY")]
    [InlineData("en\"},{")]
    [InlineData("english please")]
    [InlineData(null)]
    public async Task A_call_speaks_the_carriers_language_when_there_is_no_voice_for_the_locale(string? locale)
    {
        Server.Expect(VonageAnswers.Call);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message("+61400000001", Channel.Voice, "Code 1234", locale));

        Assert.False(Server.Request.Json().GetProperty("ncco")[0].TryGetProperty("language", out _));
        RequestSchema.AssertMatches(VonageDescription.Call, Server.Request);
    }

    [Fact]
    public async Task One_token_serves_all_requests_of_a_minute()
    {
        using var carrier = Create();
        foreach (var seconds in new[] { 0, 59, 60 })
        {
            Server.Expect(AcceptedAnswer);
            await SendAsync(
                carrier,
                CarrierHarness.Message() with
                {
                    Now = CarrierHarness.Now + TimeSpan.FromSeconds(seconds),
                }
            );
        }

        var requests = Server.Requests.ToList();
        Assert.Equal(requests[0].Authorization, requests[1].Authorization);
        AssertToken(requests[2], CarrierHarness.Now + TimeSpan.FromSeconds(60));
    }

    private static void AssertToken(CarrierRequest request, DateTimeOffset now)
    {
        Assert.StartsWith("Bearer ", request.Authorization, StringComparison.Ordinal);
        var claims = RsaKey.Verify(request.Authorization["Bearer ".Length..]);
        Assert.Equal(
            ["application_id", "exp", "iat", "jti"],
            claims.EnumerateObject().Select(claim => claim.Name).Order()
        );
        Assert.Equal(ApplicationId, claims.GetProperty("application_id").GetString());
        Assert.Equal(now.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.InRange(claims.GetProperty("exp").GetInt64() - now.ToUnixTimeSeconds(), 60, 15 * 60);
        Assert.True(Guid.TryParse(claims.GetProperty("jti").GetString(), out _));
    }
}
