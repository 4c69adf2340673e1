using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.KeyVault;

/// <summary>Keeps every line, and lets a test wait for the next.</summary>
internal sealed class EventLog : ILogger<KeyVaultSecretStore>
{
    public const int Recovered = 70;
    public const int Stale = 71;
    public const int Unavailable = 72;
    public const int Rotated = 73;

    private readonly Channel<int> _events = Channel.CreateUnbounded<int>();

    public ListLogger Kept { get; } = new();

    public IEnumerable<int> Ids => Kept.Lines.Select(line => line.EventId.Id);

    public async Task WaitAsync(int eventId, CancellationToken cancellationToken)
    {
        while (await _events.Reader.ReadAsync(cancellationToken) != eventId)
        {
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Kept.Log(logLevel, eventId, state, exception, formatter);
        _events.Writer.TryWrite(eventId.Id);
    }
}
