using System.Net;
using System.Text.Json.Nodes;
using SmsGateway.Carriers;
using SmsGateway.Tests.Carriers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorAzureCommunicationTests
{
    [Fact]
    public async Task Each_recipient_has_a_status_of_its_own()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("azure", AnyNumber, "x");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var result = await ResultOf(response);
        Assert.Equal(AnyNumber, (string?)result["to"]);
        Assert.Equal(202, (int)result["httpStatusCode"]!);
        Assert.True((bool)result["successful"]!);
        Assert.StartsWith("Outgoing_", (string?)result["messageId"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+15005551200", 404, "refused")]
    [InlineData("+15005551400", 400, "rejected")]
    [InlineData("+15005551404", 400, "refused")]
    [InlineData("+15005551410", 403, "rejected")]
    public async Task A_magic_number_fails_inside_a_success(string recipient, int status, string outcome)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("azure", recipient);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var result = await ResultOf(response);
        Assert.Equal((recipient, status), ((string?)result["to"], (int)result["httpStatusCode"]!));
        Assert.False((bool)result["successful"]!);
        Assert.NotEqual("", (string?)result["errorMessage"]);
        await AssertOutcomeAsync(simulator, outcome);
    }

    [Theory]
    [InlineData("+15005551401", 401, "Denied", "refused")]
    [InlineData("+15005551428", 429, "TooManyRequests", "throttled")]
    [InlineData("+15005551429", 429, "TooManyRequests", "throttled")]
    [InlineData("+15005551500", 500, "InternalServerError", "unavailable")]
    [InlineData("+15005551503", 503, "ServiceUnavailable", "unavailable")]
    public async Task A_magic_number_yields_an_error_of_the_whole_request(
        string recipient,
        int status,
        string code,
        string outcome
    )
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("azure", recipient);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(
            recipient.EndsWith("429", StringComparison.Ordinal) ? TimeSpan.FromSeconds(2) : null,
            response.Headers.RetryAfter?.Delta
        );
        Assert.Equal(code, (string?)(await JsonOf(response))["error"]!["code"]);
        await AssertOutcomeAsync(simulator, outcome);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"from":"a","smsRecipients":[],"message":"x"}""")]
    [InlineData("""{"from":"a","smsRecipients":[null],"message":"x"}""")]
    [InlineData("""{"smsRecipients":[{"to":"+4915112345678"}],"message":"x"}""")]
    [InlineData("""{"from":"a","smsRecipients":[{"to":"+4915112345678"}]}""")]
    [InlineData(
        """{"from":"a","smsRecipients":[{"to":"+4915112345678"}],"message":"x","smsSendOptions":{"tag":"t"}}"""
    )]
    public async Task A_request_that_is_not_of_the_documented_form_is_refused_as_a_whole(string json)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(AzureCommunication(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("BadRequest", (string?)(await JsonOf(response))["error"]!["code"]);
    }

    [Theory]
    [InlineData("4915112345678", null, null, null)]
    [InlineData(AnyNumber, "fda6d242-46aa-4247-8bf6-619a1206f9c3", null, "rejected")]
    [InlineData(AnyNumber, "fda6d242-46aa-4247-8bf6-619a1206f9c3", "2026-03-04T05:06:07Z", "rejected")]
    [InlineData(AnyNumber, "mine", "Wed, 04 Mar 2026 05:06:07 GMT", "rejected")]
    [InlineData(AnyNumber, null, "Wed, 04 Mar 2026 05:06:07 GMT", "rejected")]
    public async Task What_is_wrong_with_a_recipient_is_told_inside(string to, string? id, string? at, string? result)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(Repeatable(to, id, at));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var told = await ResultOf(response);
        Assert.Equal((400, result), ((int)told["httpStatusCode"]!, (string?)told["repeatabilityResult"]));
    }

    [Fact]
    public async Task A_request_without_a_version_is_refused()
    {
        await using var simulator = await StartAsync();
        using var request = AzureCommunication(AzureCommunicationMessage(AnyNumber, "x").ToJsonString());
        request.RequestUri = new Uri("/sms", UriKind.Relative);
        using var response = await simulator.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(AzureAccessKey, "Accepted")]
    [InlineData("YW5vdGhlciBrZXk=", "Refused")]
    public async Task The_gateways_signature_is_checked(string key, string expected)
    {
        await using var simulator = await StartAsync();
        using var carrier = CarrierAt(simulator, key);

        Assert.Equal(expected, (await SendAsync(carrier, AnyNumber)).Name);
    }

    [Theory]
    [InlineData("azure-token", HttpStatusCode.Accepted)]
    [InlineData("azure-tokem", HttpStatusCode.Unauthorized)]
    public async Task A_token_is_checked(string token, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            AzureCommunication(AzureCommunicationMessage(AnyNumber, "x").ToJsonString(), token)
        );

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task What_the_gateway_sends_again_after_a_time_out_is_no_second_text()
    {
        await using var simulator = await StartAsync();
        using var carrier = CarrierAt(simulator, AzureAccessKey, TimeSpan.FromSeconds(1));

        Assert.Equal("timeout", Assert.IsType<SendOutcome.Unknown>(await SendAsync(carrier, "+15005551602")).Code);
        var repeated = Assert.IsType<SendOutcome.Accepted>(await SendAsync(carrier, "+15005551602"));
        Assert.Equal(repeated, await SendAsync(carrier, "+15005551602"));

        var stats = await simulator.GetJsonAsync("/simulator/stats");
        Assert.Equal(3, (int)stats["requests"]!);
        Assert.Equal(1, (int)stats["accepted"]!);
        Assert.Equal((1, 0), ((int)stats["distinctIds"]!, (int)stats["duplicates"]!));
        var rows = (await simulator.GetJsonAsync("/simulator/messages")).AsArray();
        Assert.Equal(
            ["taken, no answer", "repeated, not sent again", "repeated, not sent again"],
            rows.Select(row => (string?)row!["detail"])
        );
    }

    [Fact]
    public async Task What_was_not_taken_is_no_repetition()
    {
        await using var simulator = await StartAsync();
        using var carrier = CarrierAt(simulator, AzureAccessKey);
        await simulator.SetOutageAsync("azure", "down");
        Assert.IsType<SendOutcome.Unavailable>(await SendAsync(carrier, AnyNumber));
        await simulator.SetOutageAsync("azurecommunication", "none");
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(carrier, AnyNumber));

        Assert.Equal(1, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }

    private static TestCarrier CarrierAt(RunningSimulator simulator, string key, TimeSpan? attemptTimeout = null) =>
        CarrierHarness.Create(
            [("Kind", "AzureCommunication"), ("AccessKeySecretName", "key")],
            simulator.Address,
            new FakeSecretStore(("key", key)),
            attemptTimeout ?? CarrierHarness.Patient
        );

    private static async Task<SendOutcome> SendAsync(TestCarrier carrier, string recipient) =>
        await carrier.SendAsync(
            CarrierHarness.Message() with
            {
                Message = Samples.CreateMessage(recipient: recipient),
                AcceptedAt = CarrierHarness.Now,
            },
            TestContext.Current.CancellationToken
        );

    private static HttpRequestMessage Repeatable(string to, string? id, string? at)
    {
        var message = AzureCommunicationMessage(to, "x");
        var recipient = message["smsRecipients"]![0]!.AsObject();
        recipient["repeatabilityRequestId"] = id;
        recipient["repeatabilityFirstSent"] = at;
        return AzureCommunication(message.ToJsonString());
    }

    private static async Task<JsonNode> ResultOf(HttpResponseMessage response) =>
        Assert.Single((await JsonOf(response))["value"]!.AsArray())!;

    private static async Task AssertOutcomeAsync(RunningSimulator simulator, string outcome)
    {
        Assert.Equal(outcome, (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["outcome"]);
        Assert.Equal(0, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }
}
