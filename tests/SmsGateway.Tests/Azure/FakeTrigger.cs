using Azure.Storage.Queues.Models;
using SmsGateway.Azure.Storage;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>
/// What the queue trigger does: takes messages under its lease of ten minutes, calls the function, deletes the message when the
/// function returns, and gives it back when it throws; all of that with its own receipt.
/// </summary>
internal sealed class FakeTrigger(StorageQueue queue, LeaseTakeOver takeOver)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>How often its own delete or release still had force.</summary>
    public int Forceful { get; private set; }

    /// <summary>
    /// Takes and handles until <paramref name="done"/>; every message on its own, as many at once as the queue gives. Not for ever:
    /// what was taken by an answer that did not come in time stays hidden for the trigger's lease.
    /// </summary>
    public async Task RunAsync(Func<Task<bool>> done)
    {
        var running = new List<Task>();
        var started = TimeProvider.System.GetTimestamp();
        while (!await done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Bound, $"Not done after {Bound}.");
            running.AddRange(await TakeAsync());
            await Task.WhenAll(running.Where(task => task.IsCompleted));
            running.RemoveAll(task => task.IsCompleted);
            await StorageTest.WaitAsync(TimeSpan.FromMilliseconds(20));
        }

        await Task.WhenAll(running);
    }

    public async Task<IReadOnlyList<Task>> TakeAsync() =>
        [.. (await queue.TakeAsync(StorageQueue.MaxBatch, Lease)).Select(HandleAsync)];

    public static TriggeredMessage Triggered(QueueMessage message) =>
        new(
            StorageQueue.Body(message),
            message.MessageId,
            message.PopReceipt,
            (int)message.DequeueCount,
            message.InsertedOn ?? DateTimeOffset.MaxValue
        );

    private async Task HandleAsync(QueueMessage message)
    {
        bool isForceful;
        try
        {
            await takeOver.RunAsync(Triggered(message), TestContext.Current.CancellationToken);
            isForceful = await queue.DeleteAsync(message.MessageId, message.PopReceipt);
        }
        catch (DeliveryFailedException)
        {
            isForceful = await queue.HideAsync(message.MessageId, message.PopReceipt, TimeSpan.FromSeconds(5));
        }

        if (isForceful)
        {
            Forceful++;
        }
    }
}
