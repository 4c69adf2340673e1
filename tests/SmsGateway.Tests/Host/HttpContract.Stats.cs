using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>The last hour by minute, over a real connection.</summary>
public abstract partial class HttpContract
{
    private const string Stats = "/api/stats";

    [Fact]
    public async Task Whatever_is_accepted_and_delivered_is_counted_by_minute()
    {
        var before = await CountedAsync();
        var id = await gateway.AcceptAsync(new { recipient = "+15005550104", body = "Your code is 1" });
        await gateway.ArrivalAsync(id);
        using var refused = await gateway.PostAsync(
            // Italy is not among the regions.
            JsonContent.Create(new { recipient = "+393123456789", body = "Your code is 1" }),
            Good
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var dead = await gateway.AcceptAsync(new { recipient = "+15005550001", body = "Your code is 1" });
        await gateway.DeadLetterAsync(dead);

        var told = "";
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    var now = await CountedAsync();
                    told = now.ToString();
                    return now.Accepted >= before.Accepted + 2
                        && now.Refused > before.Refused
                        && now.Delivered > before.Delivered
                        && now.Dead > before.Dead;
                },
                TimeSpan.FromSeconds(20),
                Stop
            ),
            $"{before} {told}"
        );
    }

    [Fact]
    public async Task The_last_hour_is_for_operators()
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, Stats, key: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_last_hour_has_sixty_minutes_one_after_the_other()
    {
        var stats = await StatsAsync();

        DateTimeOffset[] minutes =
        [
            .. stats
                .GetProperty("minutes")
                .EnumerateArray()
                .Append(stats.GetProperty("running"))
                .Select(minute => minute.GetProperty("minute").GetDateTimeOffset()),
        ];
        Assert.Equal(61, minutes.Length);
        Assert.All(
            minutes.Zip(minutes.Skip(1)),
            pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.Second - pair.First)
        );
        Assert.InRange(
            stats.GetProperty("at").GetDateTimeOffset() - minutes[^1],
            TimeSpan.Zero,
            TimeSpan.FromMinutes(1)
        );
        Assert.True(stats.GetProperty("oldestAge").GetDouble() >= 0);
    }

    [Fact]
    public async Task A_caller_whose_token_did_not_fit_is_told_to_operators_until_one_fits()
    {
        var message = new { recipient = "+15005550105", body = "Your code is 1" };
        await gateway.AcceptAsync(message);
        Assert.Empty(await CallersAsync());
        var before = TimeProvider.System.GetUtcNow();
        var another = TokenFactory.Bearer(TokenFactory.Create(secret: "another"));
        for (var i = 0; i < 2; i++)
        {
            using var refused = await gateway.PostAsync(JsonContent.Create(message), another);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        var told = Assert.Single(await CallersAsync());

        Assert.Equal(
            ("auth0", 2, "signature"),
            (
                told.GetProperty("name").GetString(),
                told.GetProperty("refused").GetInt32(),
                told.GetProperty("why").GetString()
            )
        );
        Assert.InRange(told.GetProperty("since").GetDateTimeOffset(), before, TimeProvider.System.GetUtcNow());
        Assert.Equal(4, told.EnumerateObject().Count());
        await gateway.AcceptAsync(message);
        Assert.Empty(await CallersAsync());
    }

    private async Task<List<JsonElement>> CallersAsync() =>
        [.. (await StatsAsync()).GetProperty("callers").EnumerateArray()];

    private async Task<(long Accepted, long Refused, long Delivered, long Dead)> CountedAsync()
    {
        var stats = await StatsAsync();
        long Sum(string name) =>
            stats.GetProperty("lastHour").GetProperty(name).GetInt64()
            + stats.GetProperty("running").GetProperty(name).GetInt64();
        return (Sum("accepted"), Sum("refused"), Sum("delivered"), Sum("dead"));
    }

    private async Task<JsonElement> StatsAsync()
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, Stats);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
