using System.Globalization;
using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Whoever reads <c>/metrics</c> adds processes up, so that none may tell what another did.</summary>
[StartsProgram]
public sealed partial class MetricsOfTwoProcessesTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_tells_its_own_share_and_together_they_tell_all()
    {
        await using var run = await StorageRun.StartAsync(Cancellation);
        GatewayProcess[] gateways =
        [
            await run.StartGatewayAsync(Cancellation),
            await run.StartGatewayAsync(Cancellation),
        ];
        for (var number = 0; number < 5; number++)
        {
            await run.AcceptAsync(gateways[number < 3 ? 0 : 1], number, Cancellation);
        }

        Assert.True(
            await Poll.UntilAsync(
                async () => await SumAsync("sms_time_to_carrier_seconds_count") >= 5,
                Bound,
                Cancellation
            )
        );
        var own = await Task.WhenAll(gateways.Select(gateway => ReadAsync(gateway, "sms_accepted_total")));
        Assert.Equal([3, 2], own);
        Assert.Equal(5, await SumAsync("sms_attempts_total"));
        Assert.Equal(5, await SumAsync("sms_time_to_carrier_seconds_count"));

        async Task<long> SumAsync(string name) =>
            (await Task.WhenAll(gateways.Select(gateway => ReadAsync(gateway, name)))).Sum();
    }

    /// <summary>All series of a name.</summary>
    private static async Task<long> ReadAsync(GatewayProcess gateway, string name)
    {
        var text = await gateway.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Cancellation);
        return Samples()
            .Matches(text)
            .Where(sample => sample.Groups["name"].Value == name)
            .Sum(sample => long.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<name>\w+)(\{[^}]*\})? (?<value>\d+)( |$)", RegexOptions.Multiline)]
    private static partial Regex Samples();
}
