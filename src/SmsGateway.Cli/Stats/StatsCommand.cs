using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Stats;

/// <summary>Shows how messages flow: the last minute, ten minutes and hour of all gateways on the store, and what waits now.</summary>
internal sealed class StatsCommand : CliCommand
{
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);

    public StatsCommand()
        : base(
            "stats",
            "Show how messages flow: what was accepted, refused, delivered and given up in the last minute, ten minutes and hour, how long it took, how each carrier fares, and what waits now. Takes the operators' key.",
            new($"{CliApp.Name} stats", "is it slow, and since when; the rest from the environment"),
            new($"{CliApp.Name} stats --json", "for a script, with each minute of the hour; the rest likewise")
        )
    {
        Add(_url, _key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var answer = await gateway.OperateAsync(HttpMethod.Get, "api/stats", cancellationToken);
        if (answer is not { Status: 200, Json: { } stats } || !StatsTables.CanShow(stats))
        {
            // The gateway has its own words when it counts nothing; without operators' endpoints there are none.
            throw answer is { Status: 404 } && answer.Text("title") is { } off
                ? new CliException(off)
                : AnswerHints.Refusal(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(stats);
        }
        else
        {
            StatsTables.Write(invocation, stats);
        }

        return ExitCodes.Ok;
    }
}
