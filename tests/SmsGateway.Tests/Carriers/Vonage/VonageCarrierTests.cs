using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Vonage;

/// <summary>With an API key, which can send texts only.</summary>
public sealed class VonageCarrierTests : CarrierContract
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Vonage"), ("ApiKeySecretName", "vonage-key"), ("ApiSecretSecretName", "vonage-secret")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets =>
        [("vonage-key", "key-4711"), ("vonage-secret", "sec-0815")];

    protected override CarrierAnswer AcceptedAnswer => VonageAnswers.Accepted;

    protected override string AcceptedId => VonageAnswers.MessageId;

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers => VonageAnswers.Rejected;

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers => VonageAnswers.Refused;

    protected override CarrierAnswer CredentialsAnswer => VonageAnswers.Problem(401, "#unauthorized");

    protected override CarrierAnswer ThrottledAnswer => VonageAnswers.Problem(429, "/messages#1000");

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal("Basic " + Convert.ToBase64String("key-4711:sec-0815"u8), request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(VonageAnswers.Request);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
    }

    [Fact]
    public async Task A_text_is_as_the_carrier_describes_it()
    {
        foreach (var sender in new[] { "Acme Bank", "+61400000001", "19123" })
        {
            Server.Expect(AcceptedAnswer);
            using var carrier = Create();
            await SendAsync(carrier, CarrierHarness.Message(sender));
        }

        Assert.Equal(
            ["Acme Bank", "61400000001", "19123"],
            Server.Requests.Select(request => request.Json().GetProperty("from").GetString())
        );
        Assert.All(Server.Requests, request => RequestSchema.AssertMatches(VonageDescription.Text, request));
    }

    [Theory]
    [InlineData(0.2, 20)]
    [InlineData(19, 20)]
    [InlineData(59.9, 59)]
    [InlineData(10_000_000, 604800)]
    public async Task The_life_stays_within_the_carriers_limits(double seconds, int expected)
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

        Assert.Equal(expected, Server.Request.Json().GetProperty("ttl").GetInt32());
        RequestSchema.AssertMatches(VonageDescription.Text, Server.Request);
    }

    [Fact]
    public async Task Without_any_sender_nothing_is_sent()
    {
        using var carrier = Create();
        var outcome = await SendAsync(carrier, CarrierHarness.Message(sender: null));
        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(("no-sender", true), (refused.Code, refused.OfThisMessage));
    }

    [Fact]
    public void A_text_needs_a_sender()
    {
        var text = CarrierHarness.Message(sender: null).Message;
        Assert.False(Read().HasSenderFor(text));
        Assert.True(Read().HasSenderFor(CarrierHarness.Message().Message));
        Assert.True(Read(("From", "Acme")).HasSenderFor(text));
        Assert.True(Read(("Senders:AU", "Acme")).HasSenderFor(text));

        CarrierOptions Read(params (string, string)[] settings) =>
            CarrierHarness.Read([.. Settings, .. settings]).Options!;
    }

    [Fact]
    public void It_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));
    }
}
