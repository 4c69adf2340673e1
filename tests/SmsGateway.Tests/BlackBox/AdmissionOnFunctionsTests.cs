using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Two Functions apps, each with a worker of its own, on one storage account: what one counts or blocks holds at the other.</summary>
public sealed class AdmissionOnFunctionsTests
{
    private static readonly TimeSpan BlockHolds = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Share_limits_and_blocks()
    {
        await using var run = await StorageRun.StartAsync(Cancellation);
        var settings = new Dictionary<string, string>
        {
            ["Gateway__Admission__Regions__0"] = "AU",
            ["Gateway__Admission__PerNumber__Mode"] = "Enforce",
        };
        FunctionsHostProcess[] apps =
        [
            await run.StartFunctionsAsync(Cancellation, more: settings),
            await run.StartFunctionsAsync(Cancellation, more: settings),
        ];

        await MustBeRefusedAsync(apps[0], run.Token, "+979123456789", 403, "kind_not_allowed");
        await MustBeRefusedAsync(apps[1], run.Token, "+12025550123", 403, "region_not_allowed");

        for (var i = 0; i < 3; i++)
        {
            using var taken = await PostAsync(apps[i % 2], run.Token, "+61491570156", i);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        Assert.All(
            new[]
            {
                await MustBeRefusedAsync(apps[1], run.Token, "+61491570156", 429, "number_limit"),
                await MustBeRefusedAsync(apps[0], run.Token, "+61491570156", 429, "number_limit"),
            },
            wait => Assert.InRange(wait!.Value.TotalSeconds, 1, 60)
        );

        await MustBeBlockedEverywhereAsync(apps, run, "+61491570157");
    }

    private static async Task MustBeBlockedEverywhereAsync(FunctionsHostProcess[] apps, StorageRun run, string number)
    {
        using var order = new HttpRequestMessage(HttpMethod.Put, new Uri("api/admission/blocks", UriKind.Relative))
        {
            Content = JsonContent.Create(new { prefix = number[..^2], reason = "a test" }),
        };
        order.Headers.Add("x-functions-key", run.OperatorsKey);
        // The platform passes no chunked body on.
        await order.Content.LoadIntoBufferAsync(Cancellation);
        using var blocked = await apps[0].Http.SendAsync(order, Cancellation);
        Assert.Equal(HttpStatusCode.OK, blocked.StatusCode);
        var since = Stopwatch.GetTimestamp();

        await MustBeRefusedAsync(apps[0], run.Token, number, 403, "blocked");
        var sent = 0;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    // A number of its own each time: until the block is known here, they are taken.
                    using var answer = await PostAsync(
                        apps[1],
                        run.Token,
                        string.Create(CultureInfo.InvariantCulture, $"{number[..^2]}{sent++ % 100:00}"),
                        sent
                    );
                    return answer.StatusCode == HttpStatusCode.Forbidden;
                },
                BlockHolds,
                Cancellation
            ),
            $"not blocked after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s and {sent} messages"
        );
    }

    private static async Task<TimeSpan?> MustBeRefusedAsync(
        GatewayProcess app,
        string token,
        string recipient,
        int status,
        string reason
    )
    {
        // A text of its own: one that comes again within seconds is the same message, and is answered as the first was.
        using var answer = await PostAsync(app, token, recipient, RandomNumberGenerator.GetInt32(1000, 1_000_000));
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        Assert.Equal(reason, (string?)JsonNode.Parse(body)!["reason"]);
        return answer.Headers.RetryAfter?.Delta;
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayProcess app, string token, string recipient, int code) =>
        app.PostAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"recipient":"{{recipient}}","body":"Your code is {{code:000000}}"}"""
            ),
            token,
            Cancellation
        );
}
