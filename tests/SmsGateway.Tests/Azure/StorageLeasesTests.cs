using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What was delivered and could not be deleted comes again, among what is fresh.</summary>
public sealed class StorageLeasesTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(25);

    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly FakeQueueClient _queue;
    private readonly StorageLeases _leases;

    public StorageLeasesTests()
    {
        _queue = new FakeQueueClient(_time);
        _leases = new StorageLeases(new StorageQueue(_queue, _queue, _time), Length, _time);
    }

    private CancellationToken Stop { get; } = Patience.Bounded;

    [Fact]
    public async Task The_fresh_ones_are_handed_out_while_it_is_still_being_deleted()
    {
        await DeliverInVainAsync(3);
        _queue.Put([4], TimeSpan.Zero);
        _queue.Put([5], TimeSpan.Zero);
        var deletion = new TaskCompletionSource();
        _queue.Deletion = deletion.Task;
        var began = _time.GetTimestamp();

        var leases = await _leases.ReceiveAsync(32).WaitAsync(Stop);

        Assert.Equal([4, 5], leases.Select(lease => lease.Body.Span[0]));
        Assert.All(leases, lease => Assert.Equal(new LeaseTerm(began, Length), lease.Term));
        deletion.SetResult();
        await UntilAsync(left: 2);
    }

    [Fact]
    public async Task No_more_is_deleted_at_once_than_a_batch_has_and_the_rest_when_it_comes_again()
    {
        await DeliverInVainAsync(StorageQueue.MaxBatch + 8);
        var deletion = new TaskCompletionSource();
        _queue.Deletion = deletion.Task;
        _queue.Calls.Clear();

        for (var i = 0; i < 2; i++)
        {
            Assert.Empty(await _leases.ReceiveAsync(32).WaitAsync(Stop));
        }

        Assert.Equal(StorageQueue.MaxBatch, _queue.Calls.Count(call => call == "delete"));
        deletion.SetResult();
        await UntilAsync(left: 8);
        _time.Advance(Length);
        Assert.Empty(await _leases.ReceiveAsync(32).WaitAsync(Stop));
        await UntilAsync(left: 0);
    }

    /// <summary>Messages whose lease has ended, delivered by this process.</summary>
    private async Task DeliverInVainAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _queue.Put([(byte)i], TimeSpan.Zero);
        }

        var delivered = new List<StorageLease>();
        while (delivered.Count < count)
        {
            delivered.AddRange(await _leases.ReceiveAsync(count));
        }

        _queue.OnCall = _ => throw FakeQueueClient.Failure(503, QueueErrorCode.ServerBusy);
        foreach (var lease in delivered)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => _leases.CompleteAsync(lease));
        }

        _queue.OnCall = null;
        _time.Advance(Length);
    }

    private async Task UntilAsync(int left)
    {
        while (_queue.Count > left)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(left, _queue.Count);
    }
}
