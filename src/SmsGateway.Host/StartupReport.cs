using SmsGateway.Acceptance;
using SmsGateway.Configuration;

namespace SmsGateway.Host;

/// <summary>Says once, at start, what an operator should know about the configuration.</summary>
internal sealed partial class StartupReport(GatewayOptions options, CallerSecretsCheck check, ILogger<StartupReport> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(
            logger,
            string.Join(", ", options.Callers.Select(caller => caller.Name)),
            string.Join(", ", options.Carriers.Select(carrier => carrier.Name)));
        foreach (var warning in await check.WarningsAsync(cancellationToken))
        {
            Log.Warning(logger, warning);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Information, "Callers: {Callers}; carriers: {Carriers}")]
        public static partial void Starting(ILogger logger, string callers, string carriers);

        [LoggerMessage(51, LogLevel.Warning, "{Warning}")]
        public static partial void Warning(ILogger logger, string warning);
    }
}
