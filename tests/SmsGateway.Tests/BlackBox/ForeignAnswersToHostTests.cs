using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>The gateway as a process behind a proxy that answers in the place of its account.</summary>
[StartsProgram]
public sealed class ForeignAnswersToHostTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cost_503s_and_no_restart_and_no_message()
    {
        await using var run = await StorageRun.StartAsync(Cancellation);
        await using var front = await StorageFront.StartAsync(run.Azurite);
        var gateway = await run.StartGatewayAsync(
            Cancellation,
            more: new Dictionary<string, string> { ["Store__ConnectionString"] = front.ConnectionString }
        );
        await run.ArrivalAsync(await run.AcceptAsync(gateway, 1, Cancellation), Bound, Cancellation);

        // Queued where the gateway cannot get at it, as long as every read is answered by a page.
        front.Instead = request => request.Method == "GET" ? new ProxyAnswer(200, "<html><br></html>") : null;
        var waiting = await run.AcceptAsync(gateway, 2, Cancellation);
        foreach (var answer in (ProxyAnswer[])[new(200), new(200, "{}", "application/json"), new(302), new(201)])
        {
            front.Instead = _ => answer;
            using var refused = await gateway.PostAsync(
                """{"recipient":"+61491570103","body":"Your code is 000003"}""",
                run.Token,
                Cancellation
            );
            Assert.Equal(503, (int)refused.StatusCode);
            using var health = await gateway.Http.GetAsync("api/health", Cancellation);
            Assert.Equal(503, (int)health.StatusCode);
        }

        Assert.False(gateway.Child.HasExited);
        front.Instead = _ => null;

        await run.ArrivalAsync(waiting, Bound, Cancellation);
        await run.ArrivalAsync(await run.AcceptAsync(gateway, 4, Cancellation), Bound, Cancellation);
        Assert.False(gateway.Child.HasExited);
    }
}
