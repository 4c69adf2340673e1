using SmsGateway.Carriers;
using SmsGateway.Tests.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Simulator;

/// <summary>Two carriers that are built in, by configuration alone: a form with basic authentication, and JSON with a bearer key.</summary>
public sealed class GenericCarrierAtSimulatorTests : IAsyncLifetime
{
    private static readonly (string, string)[] Twilio =
    [
        ("Kind", "Http"),
        ("Path", "2010-04-01/Accounts/{secret:sid}/Messages.json"),
        ("Headers:Authorization", "Basic {basic:sid:token}"),
        ("Form:To", "{recipient}"),
        ("Form:From", "{sender}"),
        ("Form:Body", "{body}"),
        ("Form:ValidityPeriod", "{expirySeconds}"),
        ("SuccessStatus", "201"),
        ("IdPointer", "/sid"),
        ("CodePointer", "/code"),
        ("RejectedCodes", "21211, 21610"),
        ("MessageRefusedCodes", "21612"),
    ];

    private static readonly (string, string)[] EightByEight =
    [
        ("Kind", "Http"),
        ("Path", "api/v1/subaccounts/sub/messages"),
        ("Headers:Authorization", "Bearer {secret:key}"),
        (
            "Json",
            """{"destination":"{recipient}","text":"{body}","source":"{sender}","encoding":"AUTO","expiry":"{expiresAt}","clientMessageId":"{id}"}"""
        ),
        ("SuccessPointer", "/status/code"),
        ("SuccessValues", "QUEUED"),
        ("IdPointer", "/umid"),
        ("CodePointer", "/status/errorCode /code"),
        ("RejectedCodes", "1002, 1004"),
        ("MessageRefusedCodes", "3003"),
    ];

    private RunningSimulator _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await RunningSimulator.StartAsync();

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData("twilio")]
    [InlineData("8x8")]
    public async Task A_text_arrives_as_that_of_the_carrier_itself_would(string name)
    {
        var outcome = await SendAsync(name, RunningSimulator.AnyNumber);

        Assert.NotNull(Assert.IsType<SendOutcome.Accepted>(outcome).CarrierMessageId);
        var message = Assert.Single(_simulator.Messages.Newest(10));
        Assert.Equal(
            (name, RunningSimulator.AnyNumber, "+15005550006", CarrierHarness.Text, CarrierHarness.Id.ToString()),
            (message.Carrier, message.Recipient, message.Sender, message.Body, message.CorrelationId)
        );
    }

    [Theory]
    [InlineData("twilio", "+15005551400", "Rejected", "21211")]
    [InlineData("twilio", "+15005551401", "Refused", "20003")]
    [InlineData("twilio", "+15005551404", "Refused", "21612")]
    [InlineData("twilio", "+15005551410", "Rejected", "21610")]
    [InlineData("twilio", "+15005551429", "Throttled", "20429")]
    [InlineData("twilio", "+15005551503", "Unavailable", "20503")]
    [InlineData("twilio", "+15005551603", "Unknown", "http-201")]
    [InlineData("8x8", "+15005551200", "Refused", "REJECTED")]
    [InlineData("8x8", "+15005551400", "Rejected", "1002")]
    [InlineData("8x8", "+15005551401", "Refused", "1200")]
    [InlineData("8x8", "+15005551404", "Refused", "3003")]
    [InlineData("8x8", "+15005551429", "Throttled", "1400")]
    [InlineData("8x8", "+15005551500", "Unavailable", "2000")]
    [InlineData("8x8", "+15005551603", "Unknown", "http-200")]
    public async Task A_magic_number_has_the_outcome_of_the_carrier_itself(
        string name,
        string recipient,
        string expected,
        string code
    )
    {
        var outcome = await SendAsync(name, recipient);
        Assert.Equal((expected, code), (outcome.Name, outcome.Code));
    }

    private async Task<SendOutcome> SendAsync(string name, string recipient)
    {
        using var carrier = CarrierHarness.Create(
            name == "twilio" ? Twilio : EightByEight,
            _simulator.Address,
            new FakeSecretStore(("sid", RunningSimulator.AccountSid), ("token", "the-token"), ("key", "bearer-key")),
            CarrierHarness.Patient
        );
        var message = CarrierHarness.Message("+15005550006");
        return await carrier.SendAsync(
            message with
            {
                Message = message.Message with { Recipient = Samples.ReadNumber(recipient) },
            },
            TestContext.Current.CancellationToken
        );
    }
}
