using Microsoft.Extensions.Logging;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Embedded;

/// <summary>What is done from time to time: takes over what dead processes had in hand, and deletes what has had its time.</summary>
internal sealed partial class Upkeep : IDisposable
{
    /// <summary>How often old records are deleted, and how many of them then: 30,000 an hour, and no commit waits for long.</summary>
    private static readonly TimeSpan DeletionInterval = TimeSpan.FromMinutes(1);

    private const int DeletedAtOnce = 500;

    /// <summary>How often the leases of dead processes are looked for.</summary>
    private static readonly TimeSpan TakeOverInterval = TimeSpan.FromSeconds(5);

    private readonly GroupCommitter _writer;
    private readonly OwnerLock _owner;
    private readonly ILogger _logger;
    private readonly ITimer _takeOver;
    private readonly ITimer _deletion;

    public Upkeep(GroupCommitter writer, OwnerLock owner, TimeProvider time, ILogger logger)
    {
        (_writer, _owner, _logger) = (writer, owner, logger);
        TakeOver();
        _takeOver = time.CreateTimer(_ => TakeOver(), null, TakeOverInterval, TakeOverInterval);
        _deletion = time.CreateTimer(_ => _ = DeleteOldAsync(), null, DeletionInterval, DeletionInterval);
    }

    public void Dispose()
    {
        _takeOver.Dispose();
        _deletion.Dispose();
    }

    private Task RunAsync(Action<WriterSession> execute) => _writer.RunAsync(new DelegateOperation(execute));

    /// <summary>With nothing to delete nothing is written.</summary>
    private async Task DeleteOldAsync()
    {
        try
        {
            await Task.WhenAll(
                RunAsync(session => session.Recent.Trim(session.Now)),
                _writer.RunAsync(
                    new ApartOperation(session => session.ForgetOld(EmbeddedStore.DeadLettersKept, DeletedAtOnce))
                )
            );
        }
        catch (StoreUnavailableException e)
        {
            // The next time tries again.
            Log.CannotDelete(_logger, e);
        }
    }

    private void TakeOver()
    {
        try
        {
            foreach (var number in _owner.FindDead())
            {
                _ = TakeOverAsync(number);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.CannotLook(_logger, e);
        }
    }

    private async Task TakeOverAsync(int number)
    {
        try
        {
            var released = 0;
            await RunAsync(session => released = session.Queue.ReleaseAll(number));
            _owner.Forget(number);
            Log.TakenOver(_logger, new Quantity(released, "message"));
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException)
        {
            // The next look tries again.
            Log.CannotLook(_logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            40,
            LogLevel.Warning,
            "A process on this store ended without notice; what it had in hand ({Messages}) is due again"
        )]
        public static partial void TakenOver(ILogger logger, Quantity messages);

        [LoggerMessage(41, LogLevel.Warning, "Cannot look for the leases of ended processes; trying again soon")]
        public static partial void CannotLook(ILogger logger, Exception exception);

        [LoggerMessage(
            42,
            LogLevel.Warning,
            "Old dead letters and records of deliveries cannot be deleted; trying again soon"
        )]
        public static partial void CannotDelete(ILogger logger, Exception exception);
    }
}
