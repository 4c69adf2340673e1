using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Tests.Carriers;

/// <summary>Keeps every line with all its values, whatever the level.</summary>
internal sealed class ListLogger<T> : ILogger<T>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // The values too: structured sinks write them on their own.
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Join(' ', pairs.Select(pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture)))
            : "";
        Lines.Add($"{logLevel} {formatter(state, exception)} {values} {exception}");
    }
}
