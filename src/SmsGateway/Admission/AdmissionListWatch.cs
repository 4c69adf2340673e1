using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Queue;

namespace SmsGateway.Admission;

/// <summary>
/// Keeps the operators' lists as they are in the store, so that a block holds on every machine soon after it was made on one. On
/// Azure each look is a charged operation that mostly says that nothing has changed.
/// </summary>
public sealed partial class AdmissionListWatch(
    AdmissionControl control,
    TimeProvider time,
    ILogger<AdmissionListWatch> logger,
    IAdmissionStore? store = null,
    IListFollower? follower = null
) : IHostedService, IDisposable
{
    /// <summary>How long a block takes to hold everywhere, at most, with the time of a look.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    /// <summary>A write loses against another's that came first, and is tried anew.</summary>
    private const int Tries = 10;

    private readonly SemaphoreSlim _looking = new(1, 1);
    private ITimer? _timer;
    private string? _known;
    private bool _isUnreadable;
    private bool _isAway;

    /// <summary>The first look is over before the first request, if the store answers soon; one that does not holds up no start.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(Task.WhenAll(LookAsync(), HearAsync()), Task.Delay(FirstLook, time, cancellationToken));
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, Interval, Interval);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _looking.Dispose();
    }

    /// <summary>The entries that are not over.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<IReadOnlyList<AdmissionEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            await ReadNewAsync(cancellationToken);
        }
        finally
        {
            _looking.Release();
        }

        var now = time.GetUtcNow();
        return [.. control.Lists.Document.Entries.Where(entry => !entry.IsOverAt(now))];
    }

    /// <summary>Changes the lists for all gateways; here it holds when this returns.</summary>
    /// <param name="change">
    /// From what there is to what there should be; may be asked several times, and when it returns what it got, nothing is written.
    /// </param>
    /// <exception cref="StoreUnavailableException">Nothing was changed.</exception>
    public async ValueTask ChangeAsync(
        Func<AdmissionDocument, AdmissionDocument> change,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(change);
        if (store is null)
        {
            Keep(new ListSnapshot(change(control.Lists.Document)));
            return;
        }

        await _looking.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < Tries; tries++)
            {
                await ReadNewAsync(cancellationToken);
                if (_isUnreadable)
                {
                    // A change would be written over blocks that nobody sees here.
                    throw new StoreUnavailableException("The lists in the store cannot be understood.");
                }

                var known = control.Lists.Document;
                var changed = change(known);
                if (changed == known)
                {
                    return;
                }

                var pen = await control.Seal.PenAsync(cancellationToken);
                if (await store.WriteListsAsync(pen.Write(changed.Serialize()), _known ?? "", cancellationToken))
                {
                    await ReadNewAsync(cancellationToken);
                    return;
                }
            }
        }
        finally
        {
            _looking.Release();
        }

        throw new StoreUnavailableException("The lists are being changed by others all the time.");
    }

    /// <summary>What was counted in the last day, so that no message need wait for it.</summary>
    private async Task HearAsync()
    {
        try
        {
            if (control.Counts)
            {
                await control.HearOthersAsync(CancellationToken.None);
            }
        }
        catch (StoreUnavailableException)
        {
            // The first message hears it, or says that it cannot.
        }
    }

    private async Task LookAsync()
    {
        // The look before this one may still wait for the store.
        if (!await _looking.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            return;
        }

        try
        {
            await ReadNewAsync(CancellationToken.None);
            _isAway = false;
        }
        catch (StoreUnavailableException e)
        {
            if (!_isAway)
            {
                _isAway = true;
                Log.Away(logger, e.Message);
            }
        }
        finally
        {
            // Also when nothing was read: an entry ends by itself.
            follower?.Follow(control.Lists.Document.Entries);
            _looking.Release();
        }
    }

    private async ValueTask ReadNewAsync(CancellationToken cancellationToken)
    {
        if (store is null || await store.ReadListsAsync(_known, cancellationToken) is not { } read)
        {
            return;
        }

        _known = read.Version;
        if (read.Lists.Length == 0)
        {
            Keep(ListSnapshot.Empty);
            return;
        }

        try
        {
            if (await control.Seal.OpenAsync(read.Lists, cancellationToken) is { } opened)
            {
                var document = AdmissionDocument.Deserialize(opened.Record.Span);
                Keep(new ListSnapshot(document));
                if (!opened.IsCurrent)
                {
                    // Messages age out before a key does; lists would be lost with the second rotation.
                    var pen = await control.Seal.PenAsync(cancellationToken);
                    await store.WriteListsAsync(pen.Write(opened.Record.Span), read.Version, cancellationToken);
                }

                return;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }
        catch (StoreUnavailableException)
        {
            // The key cannot be had now, so they are not known yet.
            _known = null;
            throw;
        }

        // Written by hand, by a newer gateway, or with a key that is lost: what is known stays.
        _isUnreadable = true;
        Log.Unreadable(logger);
    }

    private void Keep(ListSnapshot lists)
    {
        (control.Lists, _isUnreadable) = (lists, false);
        follower?.Follow(lists.Document.Entries);
    }

    private static partial class Log
    {
        [LoggerMessage(
            115,
            LogLevel.Warning,
            "The operators' block and allow lists cannot be read ({Why}); those last read stay in force"
        )]
        public static partial void Away(ILogger logger, string why);

        [LoggerMessage(
            116,
            LogLevel.Error,
            "The operators' block and allow lists in the store cannot be understood; those last read stay in force"
        )]
        public static partial void Unreadable(ILogger logger);
    }
}
