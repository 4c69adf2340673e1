using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Operators;

/// <summary>
/// Before the first request, in both heads: reads every secret that the settings name, and says what an operator should know
/// of the configuration. A secret that is missing, forbidden or unusable is a mistake and ends the start; a vault that cannot be reached is not, and
/// shows in health until it can.
/// </summary>
internal sealed partial class StartupCheck(
    IReadOnlyList<CallerOptions> callers,
    IReadOnlyList<CarrierOptions> carriers,
    SecretReferences references,
    ISecretStore secrets,
    ConfigurationWarnings warnings,
    ILogger<StartupCheck> logger
) : IHostedService
{
    /// <exception cref="GatewayConfigurationException">It lists every setting whose secret is missing, forbidden or unusable.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(
            logger,
            string.Join(", ", callers.Select(caller => caller.Name)),
            string.Join(", ", carriers.Select(carrier => carrier.Name))
        );
        var reads = await Task.WhenAll(
            references.Names.Select(async name => (Name: name, Result: await ReadAsync(name, cancellationToken)))
        );
        var results = reads.ToDictionary(read => read.Name, read => read.Result, StringComparer.OrdinalIgnoreCase);
        var rules = new SecretRules(callers, carriers, references);
        foreach (var warning in warnings.Lines.Concat(rules.Warnings(Find)))
        {
            Log.Warning(logger, warning);
        }

        GatewayConfigurationException.ThrowIfAny([
            .. results.Values.Select(result => result.Mistake).OfType<string>(),
            .. rules.Mistakes(Find),
        ]);

        Sensitive? Find(string name) => results[name].Versions?.Current;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<(SecretVersions? Versions, string? Mistake)> ReadAsync(
        string name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await secrets.GetAsync(name, cancellationToken), null);
        }
        catch (SecretUnavailableException e)
        {
            return (null, e.Kind == SecretFailureKind.Unreachable ? null : e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Information, "Callers: {Callers}; carriers: {Carriers}")]
        public static partial void Starting(ILogger logger, string callers, string carriers);

        [LoggerMessage(51, LogLevel.Warning, "{Warning}")]
        public static partial void Warning(ILogger logger, string warning);
    }
}
