using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>
/// The live feed of the page: a <c>snapshot</c> first and after every clearing, then <c>messages</c> as they arrive. After
/// a lost connection the browser comes back and the new snapshot mends the gap. At most ten events a second, each with all
/// that came meanwhile, so that a load test does not choke the browser.
/// </summary>
internal sealed class InboxEvents(MessageList messages, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public async IAsyncEnumerable<SseItem<IReadOnlyList<InboxMessage>>> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            lifetime.ApplicationStopping
        );
        var (snapshot, channel) = messages.Watch();
        try
        {
            yield return new(snapshot, "snapshot");
            while (await WaitAsync(channel.Reader, end.Token))
            {
                var (cleared, batch) = Drain(channel.Reader);
                yield return new(batch, cleared ? "snapshot" : "messages");
                await Task.Delay(Pace, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            messages.Unwatch(channel);
        }
    }

    /// <summary>False at the end of the connection or of the carrier simulator, which is no error.</summary>
    private static async ValueTask<bool> WaitAsync(
        ChannelReader<InboxMessage?> reader,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static (bool Cleared, List<InboxMessage> Batch) Drain(ChannelReader<InboxMessage?> reader)
    {
        var cleared = false;
        var batch = new List<InboxMessage>();
        while (reader.TryRead(out var message))
        {
            if (message is null)
            {
                cleared = true;
                batch.Clear();
            }
            else
            {
                batch.Add(message);
            }
        }

        return (cleared, batch);
    }
}
