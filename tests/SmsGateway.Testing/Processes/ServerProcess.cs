using System.Globalization;

namespace SmsGateway.Testing;

/// <summary>A program that serves HTTP, as a process of its own, and a client for it.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    /// <summary>Long, because the Functions host starts the app as one more process.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(120);

    private protected ServerProcess(ChildProcess child, Uri address)
    {
        Child = child;
        Address = Loopback.Of(address);
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public ChildProcess Child { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public async Task KillAsync()
    {
        Http.Dispose();
        await Child.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await Child.DisposeAsync();
    }

    /// <param name="program">Its path.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="host">Where it listens.</param>
    private protected static ChildProcess Start(
        string program,
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        int port,
        string host
    ) =>
        ChildProcess.Start(
            program,
            ["--urls", string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}")],
            settings,
            logPath
        );

    /// <summary>Waits until a child says where it listens; one that does not is ended.</summary>
    private protected static async Task<T> ListeningAsync<T>(
        ChildProcess child,
        Func<ChildProcess, Uri, T> listening,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return listening(child, await child.ListeningAsync(StartBound, cancellationToken));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }
}
