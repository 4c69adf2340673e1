using System.Globalization;
using System.Net;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Eight Hosts on one storage account hold a number's limit together; docs/stores.md has the slack.</summary>
[StartsProgram]
public sealed class EightProcessesTests
{
    private const int Processes = 8;

    /// <summary>Codes that a number gets at once, and all that it gets within the minute.</summary>
    private const int Burst = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int _sent;

    [Fact]
    public async Task Pass_the_limit_in_turn_and_no_more_than_the_slack_at_once()
    {
        await using var run = await StorageRun.StartAsync(Cancellation);
        var settings = new Dictionary<string, string>
        {
            ["Gateway__Admission__PerNumber__Mode"] = "Enforce",
            ["Gateway__Admission__PerNumber__Burst"] = Burst.ToString(CultureInfo.InvariantCulture),
            ["Gateway__Admission__PerNumber__Refill"] = "01:00:00",
        };
        var gateways = new List<GatewayProcess>();
        while (gateways.Count < Processes)
        {
            gateways.Add(await run.StartGatewayAsync(Cancellation, maxConcurrency: 0, more: settings));
        }

        var inTurn = new List<HttpStatusCode>();
        foreach (var gateway in gateways)
        {
            inTurn.Add(await PostAsync(gateway, run.Token, "+61491570156"));
        }

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, Burst), inTurn.Take(Burst));
        Assert.Equal(Enumerable.Repeat(HttpStatusCode.TooManyRequests, Processes - Burst), inTurn.Skip(Burst));

        var atOnce = await Task.WhenAll(
            gateways.SelectMany(gateway =>
                Enumerable.Range(0, Burst + 1).Select(_ => PostAsync(gateway, run.Token, "+61491570157"))
            )
        );
        var passed = atOnce.Count(status => status == HttpStatusCode.OK);
        Assert.InRange(passed, Burst, Burst + ((Processes - 1) * Burst));
        Assert.Equal(atOnce.Length - passed, atOnce.Count(status => status == HttpStatusCode.TooManyRequests));
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{passed} of {atOnce.Length} at once passed")
        );

        var afterwards = await Task.WhenAll(gateways.Select(gateway => PostAsync(gateway, run.Token, "+61491570157")));
        Assert.All(afterwards, status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
    }

    private async Task<HttpStatusCode> PostAsync(GatewayProcess gateway, string token, string recipient)
    {
        // A text of its own: the same again would be a repetition.
        var code = Interlocked.Increment(ref _sent);
        using var answer = await gateway.PostAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"recipient":"{{recipient}}","body":"Your code is {{code:000000}}"}"""
            ),
            token,
            Cancellation
        );
        return answer.StatusCode;
    }
}
