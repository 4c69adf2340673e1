using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Testing;
using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Browser;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>Two gateways on one storage account: whichever of them an operator asks tells of both.</summary>
public sealed class TwoGatewaysTests(AzuriteFixture azurite, Chromium chromium) : IAsyncLifetime
{
    private const string Dead = "+15005551400";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _minutes = new(TimeProvider.System.GetUtcNow());
    private int _codes;
    private GatewayOfTwo _first = null!;
    private GatewayOfTwo _second = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var store = await azurite.NewStoreAsync();
        (_first, _second) = (new(store, _minutes), new(store, _minutes));
        await Task.WhenAll(_first.InitializeAsync().AsTask(), _second.InitializeAsync().AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_last_hour_what_waits_and_the_dead_letters_are_those_of_both_at_either_and_on_its_page()
    {
        var letters = await LettersAsync();
        await MinuteEndsAsync(new(Accepted: 5, Refused: 1, Delivered: 3, Dead: 2));
        await LeaveWaitingAsync(3);

        foreach (var gateway in new[] { _first, _second })
        {
            var stats = await StatsAsync(gateway);
            Assert.Equal(2, stats.GetProperty("instances").GetInt32());
            Assert.Equal(JsonValueKind.Null, stats.GetProperty("detail").ValueKind);
            using var answer = await gateway.OperateAsync(HttpMethod.Get, "/api/dead-letters");
            var listed = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
            Assert.Equal(
                letters.Order(StringComparer.Ordinal),
                listed
                    .GetProperty("items")
                    .EnumerateArray()
                    .Select(letter => letter.GetProperty("id").GetString()!)
                    .Order(StringComparer.Ordinal)
            );
        }

        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(
            profile,
            new Uri(_second.Gateway.BaseAddress!, _second.OperatorsPage + "/")
        );
        await door.EnterAsync(GatewayFixture.OperatorsKey);
        var page = door.Page;
        await page.ReadAsync("#flow .hint:text('on the store')", "Of 2 processes on the store.");
        await page.ReadAsync("#flow tr:has(th:text-is('Accepted')) td", "5");
        await page.ReadAsync("#flow tr:has(th:text-is('Refused')) td", "1");
        await page.ReadAsync("#flow tr:has(th:text-is('Delivered')) td", "3");
        await page.ReadAsync("#flow tr:has(th:text-is('Given up')) td", "2");
        await page.ReadAsync("#flow .figures div:has(dt:text-is('Waiting or in work')) .value", "3");
        foreach (var letter in letters)
        {
            await page.SeeAsync($"button[data-id='{letter}']");
        }

        page.AssertUncomplaining();
    }

    /// <summary>Three codes for the one and two for the other, of which each has one that no carrier takes; and one is refused.</summary>
    private async Task<IReadOnlyList<string>> LettersAsync()
    {
        await AcceptAsync(_first, "+15005550101");
        await AcceptAsync(_first, "+15005550102");
        await AcceptAsync(_second, "+15005550103");
        using var refused = await _second.PostAsync(
            // Italy is not among the regions.
            JsonContent.Create(new { recipient = "+393123456789", body = "Your code is 1" }),
            TokenFactory.Bearer(TokenFactory.Create())
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        return [await AcceptAsync(_first, Dead), await AcceptAsync(_second, Dead)];
    }

    /// <summary>Once both have counted all that happened, which neither tells the other before.</summary>
    private async Task MinuteEndsAsync(Sum expected)
    {
        await UntilAsync(
            async () => new Sum(await StatsAsync(_first), "running").Plus(new(await StatsAsync(_second), "running")),
            expected
        );
        var own = new Sum(await StatsAsync(_first), "running");
        Assert.Equal((3, 0), (own.Accepted, own.Refused));

        _minutes.Advance(TimeSpan.FromMinutes(1));

        await UntilAsync(async () => new Sum(await StatsAsync(_first), "lastHour"), expected);
        await UntilAsync(async () => new Sum(await StatsAsync(_second), "lastHour"), expected);
    }

    /// <summary>While no carrier answers, codes stay in the queue, whoever took them.</summary>
    private async Task LeaveWaitingAsync(int count)
    {
        foreach (var carriers in new[] { _first.Carriers, _second.Carriers })
        {
            foreach (var carrier in new[] { "twilio", "8x8" })
            {
                using var answer = await carriers.PostAsync(
                    new Uri($"/simulator/outage?carrier={carrier}&mode=down", UriKind.Relative),
                    null,
                    Stop
                );
                answer.EnsureSuccessStatusCode();
            }
        }

        for (var i = 0; i < count; i++)
        {
            await AcceptAsync(i == 0 ? _first : _second, $"+1500555011{i}");
        }

        await UntilAsync(async () => Waiting(await StatsAsync(_first)), count);
        await UntilAsync(async () => Waiting(await StatsAsync(_second)), count);

        static long Waiting(JsonElement stats) => stats.GetProperty("waiting").GetInt64();
    }

    /// <summary>A text of its own: the same to the same number would be a repetition, at whichever of them.</summary>
    private Task<string> AcceptAsync(GatewayOfTwo gateway, string recipient) =>
        gateway.AcceptAsync(new { recipient, body = $"Your code is {++_codes}" });

    private static async Task<JsonElement> StatsAsync(GatewayOfTwo gateway)
    {
        using var answer = await gateway.OperateAsync(HttpMethod.Get, "/api/stats");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static async Task UntilAsync<T>(Func<Task<T>> look, T expected)
    {
        var seen = default(T);
        Assert.True(
            await Poll.UntilAsync(async () => Equals(seen = await look(), expected), Bound, Stop),
            $"{seen} instead of {expected}"
        );
    }

    private sealed record Sum(long Accepted, long Refused, long Delivered, long Dead)
    {
        public Sum(JsonElement stats, string of)
            : this(
                Of(stats, of, "accepted"),
                Of(stats, of, "refused"),
                Of(stats, of, "delivered"),
                Of(stats, of, "dead")
            ) { }

        public Sum Plus(Sum other) =>
            new(Accepted + other.Accepted, Refused + other.Refused, Delivered + other.Delivered, Dead + other.Dead);

        private static long Of(JsonElement stats, string of, string name) =>
            stats.GetProperty(of).GetProperty(name).GetInt64();
    }
}
