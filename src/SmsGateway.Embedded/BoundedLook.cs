using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>
/// A look at the store for which nobody waits longer than a moment, however long a disk that stands still makes it: there is one at
/// a time, and who comes while it lasts waits for the same.
/// </summary>
internal sealed class BoundedLook<T>(Func<Task<T>> look, TimeProvider time)
{
    /// <summary>So that health answers within two seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.8);

    private readonly Lock _lock = new();
    private Task<T>? _current;

    /// <exception cref="StoreUnavailableException">It takes too long.</exception>
    public async Task<T> RunAsync(CancellationToken cancellationToken)
    {
        Task<T> current;
        lock (_lock)
        {
            current = _current is { IsCompleted: false } running
                ? running
                : _current = Task.Run(look, CancellationToken.None);
        }

        try
        {
            return await current.WaitAsync(Limit, time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new StoreUnavailableException(
                "The embedded store does not answer: the disk stands still, or another process keeps the file locked.",
                e
            );
        }
    }
}
