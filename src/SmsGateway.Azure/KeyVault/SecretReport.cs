using Microsoft.Extensions.Logging;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.KeyVault;

/// <summary>Tells operators how the secrets fare: one log line when a secret's state changes, and how many are served stale.</summary>
internal sealed partial class SecretReport(GatewayTelemetry telemetry, ILogger<KeyVaultSecretStore> logger)
{
    private readonly Lock _lock = new();
    private int _stale;

    public void Turned(string name, SecretState from, SecretState to, SecretFailure? failure)
    {
        Count(from, to);
        switch (to)
        {
            case SecretState.Fresh when from is not SecretState.Unread:
                Log.Recovered(logger, name);
                break;
            case SecretState.Stale:
                Log.Stale(logger, name, failure?.Text, KeyVaultTimes.LongestStale, failure?.Cause);
                break;
            case SecretState.Unavailable:
                Log.Unavailable(logger, name, failure?.Text, failure?.Cause);
                break;
        }
    }

    public void Rotated(string name) => Log.Rotated(logger, name);

    private void Count(SecretState from, SecretState to)
    {
        lock (_lock)
        {
            _stale += (to is SecretState.Stale ? 1 : 0) - (from is SecretState.Stale ? 1 : 0);
            telemetry.SecretsStale(_stale);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Information, "The secret {Name} can be read again")]
        public static partial void Recovered(ILogger logger, string name);

        [LoggerMessage(71, LogLevel.Warning, "The secret {Name} is served as last read, for up to {Limit}: {Reason}")]
        public static partial void Stale(ILogger logger, string name, string? reason, TimeSpan limit, Exception? exception);

        [LoggerMessage(72, LogLevel.Error, "The secret {Name} is not available; what needs it is refused or waits: {Reason}")]
        public static partial void Unavailable(ILogger logger, string name, string? reason, Exception? exception);

        [LoggerMessage(73, LogLevel.Information, "The secret {Name} has other versions than before")]
        public static partial void Rotated(ILogger logger, string name);
    }
}
