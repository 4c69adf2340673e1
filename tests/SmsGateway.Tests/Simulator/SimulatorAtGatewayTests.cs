using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Testing;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Simulator;

/// <summary>What the page asks of a gateway, asked of a real one.</summary>
public sealed class SimulatorAtGatewayTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sms")]
    [InlineData("voice")]
    public async Task A_test_message_goes_through_the_gateway_to_a_carrier(string channel)
    {
        await using var simulator = await StartAsync();
        var id = await SendAsync(simulator, "+61491570156", channel);
        var arrival = await gateway.ArrivalAsync(id);

        Assert.Equal(channel, arrival.GetProperty("channel").GetString());
        Assert.Equal("twilio", arrival.GetProperty("carrier").GetString());
        Assert.Equal(
            channel == "sms" ? "Your code is 493817" : "Your code is 4, 9, 3, 8, 1, 7",
            arrival.GetProperty(channel == "sms" ? "body" : "spoken").GetString()
        );
    }

    [Fact]
    public async Task A_test_message_that_the_gateway_refuses_says_which_field_is_wrong()
    {
        await using var simulator = await StartAsync();
        var answer = await PostAsync(simulator, "/simulator/test-message", new { recipient = "none", body = "x" });

        Assert.Equal(400, answer.GetProperty("status").GetInt32());
        Assert.True(answer.GetProperty("errors").TryGetProperty("recipient", out _));
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_and_tried_afresh()
    {
        await using var simulator = await StartAsync();
        var id = await SendAsync(simulator, "+15005551400", "sms");
        await gateway.DeadLetterAsync(id);
        var panel = await simulator.GetJsonAsync("/simulator/dead-letters");
        Assert.Contains(panel["items"]!.AsArray(), item => (string?)item!["id"] == id && item["expiresAt"] is not null);

        var answer = await PostAsync(simulator, $"/simulator/dead-letters/{id}/replay", new { });

        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.True(
            await Poll.UntilAsync(async () => await AttemptsAsync(id) == 2, TimeSpan.FromSeconds(30), Cancellation)
        );
    }

    /// <summary>With this gateway's caller and operators' key; the gateway's own carriers are another carrier simulator's.</summary>
    private Task<RunningSimulator> StartAsync() =>
        RunningSimulator.StartAsync(
            $"--Simulator:Gateway:Address={gateway.Gateway.BaseAddress}",
            $"--Simulator:Gateway:OperatorsKey={GatewayFixture.OperatorsKey}",
            $"--Simulator:Gateway:Subject={TokenFactory.Subject}",
            $"--Simulator:Gateway:Audience={TokenFactory.Audience}",
            $"--Simulator:Gateway:SigningSecret={TokenFactory.Secret}"
        );

    private static async Task<string> SendAsync(RunningSimulator simulator, string recipient, string channel)
    {
        var answer = await PostAsync(
            simulator,
            "/simulator/test-message",
            new
            {
                recipient,
                body = "Your code is 493817",
                channel,
            }
        );
        return answer.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(RunningSimulator simulator, string path, object body)
    {
        using var response = await simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }
        );
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private async Task<int> AttemptsAsync(string id) =>
        (
            await gateway.Carriers.GetFromJsonAsync<JsonElement>($"/simulator/messages?search={id}", Cancellation)
        ).GetArrayLength();
}
