using SmsGateway.Azure.Storage;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>
/// What the queue trigger does: takes messages under a lease that is not renewed here, calls the function, deletes the message
/// when the function returns, and gives it back when it throws.
/// </summary>
internal sealed class FakeTrigger(StorageQueue queue, StandbyCopy standby, TimeSpan lease)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Takes and handles until <paramref name="done"/>; every message on its own, as many at once as the queue gives.</summary>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, int, CancellationToken, ValueTask> function, Func<Task<bool>> done)
    {
        var running = new List<Task>();
        while (!await done())
        {
            running.AddRange(await TakeAsync(function));
            await Task.WhenAll(running.Where(task => task.IsCompleted));
            running.RemoveAll(task => task.IsCompleted);
            await StorageTest.WaitAsync(TimeSpan.FromMilliseconds(running.Count < 256 ? 10 : 50));
        }

        await Task.WhenAll(running);
    }

    public async Task<IReadOnlyList<Task>> TakeAsync(Func<ReadOnlyMemory<byte>, int, CancellationToken, ValueTask> function) =>
    [
        .. (await queue.TakeAsync(StorageQueue.MaxBatch, lease)).Select(async message =>
        {
            var copy = new QueueCopy(message.MessageId, message.PopReceipt);
            try
            {
                await standby.RunAsync(StorageQueue.Body(message), (int)message.DequeueCount, function, Stop);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                await queue.HideAsync(copy, TimeSpan.FromSeconds(1));
                return;
            }

            await queue.DeleteAsync(copy);
        }),
    ];
}
