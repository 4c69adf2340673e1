using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.KeyVault;

/// <summary>
/// Tells operators how the secrets fare: one log line when a secret's state changes, with the settings that name it, and how many
/// are served stale.
/// </summary>
internal sealed partial class SecretReport(GatewayTelemetry telemetry, ILogger<KeyVaultSecretStore> logger)
{
    private readonly Lock _lock = new();
    private int _stale;

    public void Turned(string settings, SecretState from, SecretState to, SecretFailure? failure)
    {
        Count(from, to);
        switch (to)
        {
            case SecretState.Fresh when from is not SecretState.Unread:
                Log.Recovered(logger, settings);
                break;
            case SecretState.Stale:
                Log.Stale(logger, settings, failure?.Text, KeyVaultTimes.LongestStale, failure?.Cause);
                break;
            case SecretState.Unavailable:
                Log.Unavailable(logger, settings, failure?.Text, failure?.Cause);
                break;
        }
    }

    public void Rotated(string settings, Sensitive current)
    {
        Log.Rotated(logger, settings);
        if (SecretText.IsQuoted(current))
        {
            Log.Quoted(logger, settings);
        }
    }

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
        [LoggerMessage(70, LogLevel.Information, "{Settings}: the secret can be read again")]
        public static partial void Recovered(ILogger logger, string settings);

        [LoggerMessage(
            71,
            LogLevel.Warning,
            "{Settings}: the secret is served as last read, for up to {Limit}. {Reason}"
        )]
        public static partial void Stale(
            ILogger logger,
            string settings,
            string? reason,
            TimeSpan limit,
            Exception? exception
        );

        [LoggerMessage(
            72,
            LogLevel.Error,
            "{Settings}: the secret is not available; what needs it is refused or waits. {Reason}"
        )]
        public static partial void Unavailable(ILogger logger, string settings, string? reason, Exception? exception);

        [LoggerMessage(73, LogLevel.Information, "{Settings}: the secret has other versions than before")]
        public static partial void Rotated(ILogger logger, string settings);

        [LoggerMessage(
            74,
            LogLevel.Warning,
            "{Settings}: the secret now stands in quotes, which are taken as a part of it"
        )]
        public static partial void Quoted(ILogger logger, string settings);
    }
}
