using SmsGateway.Secrets;

namespace SmsGateway.Azure.KeyVault;

/// <summary>
/// One secret in memory. It is read when it is first needed, on its own timer, and when somebody asks for it; never twice at
/// the same time, and never on behalf of one request: whoever needs the result waits for the read that is under way.
/// </summary>
internal sealed class CachedSecret : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _name;
    private readonly string _settings;
    private readonly KeyVaultSecretReader _reader;
    private readonly SecretReport _report;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly ITimer _timer;

    private volatile Snapshot? _snapshot;
    private volatile SecretFailure? _failure;
    private long _failedAt;
    private Task<SecretRefresh>? _reading;
    private Task<SecretRefresh>? _lastRead;
    private long _readsBegun;
    private long? _askedAt;
    private int _waiting;
    private (SecretState State, SecretFailureKind? Kind) _reported = (SecretState.Unread, null);

    /// <param name="name">The secret's name in the vault.</param>
    /// <param name="settings">The settings that name it, for texts.</param>
    /// <param name="reader">Reads it.</param>
    /// <param name="report">Is told of changes.</param>
    /// <param name="time">For its timer, and the age of what is served.</param>
    /// <param name="random">From 0 to 1.</param>
    public CachedSecret(
        string name,
        string settings,
        KeyVaultSecretReader reader,
        SecretReport report,
        TimeProvider time,
        Func<double> random
    )
    {
        (_name, _settings, _reader, _report, _time, _random) = (name, settings, reader, report, time, random);
        _timer = time.CreateTimer(_ => ReadOnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SecretState State =>
        _snapshot is null
            ? _failure is null
                ? SecretState.Unread
                : SecretState.Unavailable
            : _failure is null
                ? SecretState.Fresh
                : Servable() is null
                    ? SecretState.Unavailable
                    : SecretState.Stale;

    public SecretHealth Check()
    {
        var isServed = State != SecretState.Unavailable;
        var detail = _failure is { } failure ? $"{_settings}: {failure.Text}" : null;
        return new SecretHealth(
            isServed,
            detail is not null && isServed ? detail + " It is served as last read." : detail
        );
    }

    public ValueTask<SecretVersions> GetAsync(CancellationToken cancellationToken) =>
        Servable() is { } versions ? ValueTask.FromResult(versions) : GetReadAsync(cancellationToken);

    /// <inheritdoc cref="ISecretStore.RefreshAsync"/>
    public async ValueTask<SecretRefresh> RefreshAsync(SecretVersions? tried, CancellationToken cancellationToken)
    {
        // In this order: a read that ends in between is one that had begun, and the versions tell what it has found.
        var begunBefore = Interlocked.Read(ref _readsBegun);
        if (tried is not null && !ReferenceEquals(tried, _snapshot?.Known.Versions))
        {
            return SecretRefresh.Changed;
        }

        if (Interlocked.Increment(ref _waiting) > KeyVaultTimes.MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return SecretRefresh.NotRead;
        }

        try
        {
            // A read that is under way may have listed the versions before the newest was made: only a later one tells.
            while (true)
            {
                var (reading, number) = await AskedAsync(begunBefore, cancellationToken);
                var read = await reading.WaitAsync(cancellationToken);
                if (read == SecretRefresh.Changed || number > begunBefore)
                {
                    return read;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _timer.Dispose();
    }

    /// <summary>The read under way, or one that has begun and ended meanwhile, or else the next, as soon as there may be one.</summary>
    /// <param name="begunBefore">How many reads had begun when it was asked for.</param>
    private async ValueTask<(Task<SecretRefresh> Reading, long Number)> AskedAsync(
        long begunBefore,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                if (_reading is null && _readsBegun > begunBefore)
                {
                    // Of many that wait, the last to wake up may find that the read they waited for is over.
                    return (_lastRead!, _readsBegun);
                }

                wait = _askedAt is { } askedAt
                    ? KeyVaultTimes.BetweenAskedReads - _time.GetElapsedTime(askedAt)
                    : TimeSpan.Zero;
                if (_reading is null && wait <= TimeSpan.Zero)
                {
                    _askedAt = _time.GetTimestamp();
                    Start();
                }

                if (_reading is not null)
                {
                    return (_reading, _readsBegun);
                }
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private async ValueTask<SecretVersions> GetReadAsync(CancellationToken cancellationToken)
    {
        Task<SecretRefresh>? reading;
        lock (_lock)
        {
            if (
                _reading is null
                && (_failure is null || _time.GetElapsedTime(_failedAt) >= KeyVaultTimes.BetweenFailingReads)
            )
            {
                Start();
            }

            reading = _reading;
        }

        if (reading is not null)
        {
            await reading.WaitAsync(cancellationToken);
        }

        if (Servable() is { } versions)
        {
            return versions;
        }

        var failure = _failure;
        throw new SecretUnavailableException(
            $"{_settings}: {failure?.Text ?? "The secret has not been read."}",
            failure?.Cause!
        )
        {
            Kind = failure?.Kind ?? SecretFailureKind.Unreachable,
        };
    }

    private SecretVersions? Servable() =>
        _snapshot is { } snapshot && _time.GetElapsedTime(snapshot.ReadAt) < KeyVaultTimes.LongestStale
            ? snapshot.Known.Versions
            : null;

    private void ReadOnTime()
    {
        lock (_lock)
        {
            if (_reading is null && !_stopping.IsCancellationRequested)
            {
                Start();
            }
        }
    }

    /// <summary>To be called under the lock.</summary>
    private void Start()
    {
        _readsBegun++;
        _lastRead = _reading = Task.Run(ReadAsync);
    }

    private async Task<SecretRefresh> ReadAsync()
    {
        var before = _snapshot?.Known;
        SecretResult read;
        using (var limit = new CancellationTokenSource(KeyVaultTimes.LongestRead, _time))
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token))
        {
            read = await _reader.ReadAsync(_name, before, end.Token);
        }

        lock (_lock)
        {
            _reading = null;
            if (_stopping.IsCancellationRequested)
            {
                return SecretRefresh.NotRead;
            }

            Take(read);
            _timer.Change(KeyVaultTimes.UntilNextRead(_failure is null, _random()), Timeout.InfiniteTimeSpan);
            Report(before);
        }

        return !ReferenceEquals(before?.Versions, _snapshot?.Known.Versions) ? SecretRefresh.Changed
            : read is SecretResult.Succeeded ? SecretRefresh.Unchanged
            : SecretRefresh.NotRead;
    }

    private void Take(SecretResult read)
    {
        var now = _time.GetTimestamp();
        if (read is SecretResult.Succeeded { Known: var known })
        {
            // In this order a reader of both fields never sees a failure without what is served in spite of it.
            _snapshot = new Snapshot(known, now);
            _failure = null;
            return;
        }

        (_failure, _failedAt) = (((SecretResult.Failed)read).Failure, now);
        if (_failure.Kind == SecretFailureKind.Missing)
        {
            // Deleted or disabled on purpose: a revoked secret must not live on in memory.
            _snapshot = null;
        }
    }

    private void Report(KnownVersions? before)
    {
        var now = (State, _failure?.Kind);
        if (now != _reported)
        {
            _report.Turned(_settings, _reported.State, now.State, _failure);
            _reported = now;
        }

        if (
            before is not null
            && _snapshot is { } snapshot
            && !ReferenceEquals(before.Versions, snapshot.Known.Versions)
        )
        {
            _report.Rotated(_settings, snapshot.Known.Versions.Current);
        }
    }

    private sealed record Snapshot(KnownVersions Known, long ReadAt);
}
