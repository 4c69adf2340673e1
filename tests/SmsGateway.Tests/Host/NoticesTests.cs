using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Testing;
using SmsGateway.Tests.Carriers;
using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class NoticesTests
{
    [Fact]
    public async Task A_dead_letter_is_told_of_without_its_number_text_and_code()
    {
        await using var receiver = await CarrierServer.StartAsync();
        receiver.Expect(new CarrierAnswer(200, ""));
        await using var gateway = new NotifyingGateway(receiver.Address);
        await gateway.InitializeAsync();

        // A number that no carrier takes.
        var id = await gateway.AcceptAsync(new { recipient = "+15005550001", body = "Your code is 7319Q4" });

        Assert.True(
            await Poll.UntilAsync(
                () => Task.FromResult(receiver.Requests.Count > 0),
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken
            )
        );
        var notice = JsonNode.Parse(receiver.Request.Body)!;
        Assert.Equal("dead_letter.recorded", (string?)notice["type"]);
        Assert.Equal($$"""{"id":"{{id}}","reason":"Rejected","caller":"auth0"}""", notice["data"]!.ToJsonString());
        Assert.StartsWith("v1,", receiver.Request.Headers["webhook-signature"], StringComparison.Ordinal);
    }

    private sealed class NotifyingGateway(Uri receiver) : GatewayFixture
    {
        private protected override Task<Uri> StartGatewayAsync(
            Dictionary<string, string?> settings,
            FakeLoggerProvider log
        )
        {
            settings["Gateway:Notify:Url"] = receiver.ToString();
            settings["Gateway:Notify:SecretName"] = "webhook-key";
            settings["Secrets:webhook-key"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
            return base.StartGatewayAsync(settings, log);
        }
    }
}
