using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Tests.Support;

internal sealed record LogLine(LogLevel Level, EventId EventId, string Text, Exception? Exception);

/// <summary>Keeps every log line, whatever its level, as it would be written: text and exception.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    /// <summary>Everything logged, as one text to search in.</summary>
    public string Text => string.Join('\n', _lines.Select(line => $"{line.Level} {line.Text} {line.Exception}"));

    /// <summary>The same list, for a class that wants a logger of its own.</summary>
    public ILogger<T> For<T>() => new Typed<T>(this);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new LogLine(logLevel, eventId, formatter(state, exception), exception));

    private sealed class Typed<T>(ListLogger list) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            list.Log(logLevel, eventId, state, exception, formatter);
    }
}

/// <summary>Gives every category the same <see cref="ListLogger"/>.</summary>
internal sealed class ListLoggerProvider : ILoggerProvider
{
    public ListLogger Logger { get; } = new();

    public ILogger CreateLogger(string categoryName) => Logger;

    public void Dispose()
    {
    }
}
