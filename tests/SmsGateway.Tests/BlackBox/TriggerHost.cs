using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Azure.Storage;
using SmsGateway.Functions;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// A process that calls the app's <see cref="DeliverMessage"/> as the platform's queue trigger does: under a lease of ten
/// minutes, one message after the other, deleted when the function returns. Configured by its environment.
/// </summary>
internal static class TriggerHost
{
    public const string Name = "play-the-queue-trigger";

    /// <summary>Fixed by the platform.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync()
    {
        using var app = AppInMemory.CreateBuilder([]).Build();
        await app.StartAsync();
        var queue = app.Services.GetRequiredService<StorageQueue>();
        var function = ActivatorUtilities.CreateInstance<DeliverMessage>(app.Services);
        while (true)
        {
            foreach (var message in await queue.TakeAsync(1, Lease))
            {
                await function.RunAsync(StorageQueue.Body(message), FakeFunctionContext.Of(message), CancellationToken.None);
                await queue.DeleteAsync(message.MessageId, message.PopReceipt);
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
