using Microsoft.Extensions.Logging;

namespace SmsGateway.Operators;

/// <summary>
/// Remembers from look to look what is not well, and since when where a part cannot tell that itself; and says so in the log, so
/// that the log alone tells what health does. Looks come one after another.
/// </summary>
internal sealed partial class HealthTrail(TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, DateTimeOffset> _since = [];

    /// <param name="part">As it is now.</param>
    /// <param name="what">What it is, for the log; null for what others log: carriers and their routes.</param>
    /// <returns>The part, with since when.</returns>
    public HealthPart Follow(HealthPart part, string? what = null)
    {
        var key = what ?? part.Name;
        if (part.State == HealthState.Healthy)
        {
            if (_since.Remove(key) && what is not null)
            {
                Log.Well(logger, what);
            }

            return part;
        }

        var since = part.Since ?? _since.GetValueOrDefault(key, time.GetUtcNow());
        if (_since.TryAdd(key, since) && what is not null)
        {
            Log.NotWell(logger, what, HealthPart.Word(part.State), since, part.Detail);
        }

        return part with
        {
            Since = since,
        };
    }

    // Of one level, so that whoever watches for the first sees the second.
    private static partial class Log
    {
        [LoggerMessage(140, LogLevel.Warning, "Health: {What} is {State} since {Since:u}: {Detail}")]
        public static partial void NotWell(
            ILogger logger,
            string what,
            string state,
            DateTimeOffset since,
            string? detail
        );

        [LoggerMessage(141, LogLevel.Warning, "Health: {What} is well again")]
        public static partial void Well(ILogger logger, string what);
    }
}
