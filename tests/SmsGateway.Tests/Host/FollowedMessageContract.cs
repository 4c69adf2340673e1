using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>A message that somebody follows to its end, whichever store is behind the gateway.</summary>
public abstract class FollowedMessageContract(GatewayFixture gateway)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_followed_delivery_tells_who_took_it()
    {
        var id = await gateway.AcceptAsync(
            new
            {
                recipient = "+4915112345678",
                body = "Your code is 11",
                follow = true,
            }
        );

        var end = await EndAsync(id);
        Assert.Equal("delivered", end.GetProperty("state").GetString());
        Assert.Equal("twilio", end.GetProperty("carrier").GetString());
        Assert.Equal(1, end.GetProperty("attempts").GetInt32());
        Assert.StartsWith("SM", end.GetProperty("carrierMessageId").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_message_tells_why()
    {
        var id = await gateway.AcceptAsync(
            new
            {
                recipient = "+15005550001",
                body = "Your code is 12",
                follow = true,
            }
        );

        var end = await EndAsync(id);
        Assert.Equal("dead", end.GetProperty("state").GetString());
        Assert.Equal("Rejected", end.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Of_every_message_it_is_told_how_it_ended_and_nothing_that_was_in_it()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+4915112345678", body = "Your code is K13131X" });

        var end = await EndAsync(id);
        Assert.Equal("delivered", end.GetProperty("state").GetString());
        Assert.Equal("auth0", end.GetProperty("caller").GetString());
        Assert.Equal("+49*********78", end.GetProperty("recipient").GetString());
        Assert.True(end.GetProperty("acceptedAt").GetDateTimeOffset() <= end.GetProperty("at").GetDateTimeOffset());
        Assert.DoesNotContain("K13131X", end.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_operators_may_ask()
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, "/api/messages/any", key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<JsonElement> EndAsync(string id)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await gateway.OperateAsync(HttpMethod.Get, $"/api/messages/{id}");
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var told = await response.Content.ReadFromJsonAsync<JsonElement>(patience.Token);
                if (told.GetProperty("state").GetString() is not "waiting")
                {
                    return told;
                }
            }
            else
            {
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }
}
