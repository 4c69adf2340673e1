using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// The storage queue, call by call. The queue is created when the service says that there is none, so nothing is asked
/// beforehand, and a queue that was deleted comes back.
/// </summary>
internal sealed class StorageQueue(QueueClient client, QueueClient once, TimeProvider time)
{
    /// <summary>The most the service hands out at once.</summary>
    public const int MaxBatch = 32;

    /// <summary>
    /// The service's default. A message whose time to live ends vanishes silently, so it must outlast anything that keeps
    /// deliveries from running: the envelope's own expiry decides what is still sent, and leaves a dead letter.
    /// </summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(7);

    /// <summary>For calls that are repeated anyway: their caller comes back, and must not be held up for long.</summary>
    private static readonly TimeSpan RepeatedCallLimit = TimeSpan.FromSeconds(5);

    private readonly LastResult _put = new(time);
    private readonly LastResult _take = new(time);

    /// <summary>Why a message could not be put or taken lately; null when that works.</summary>
    public string? Failure => _put.Failure ?? _take.Failure;

    public static StorageQueue On(StorageAccount account, TimeProvider time) =>
        new(account.Queue, account.QueueOnce, time);

    /// <summary>Two tries; the first one may have stored a copy too, if its answer was lost.</summary>
    public Task<SendReceipt> PutAsync(ReadOnlyMemory<byte> body, TimeSpan delay)
    {
        if (body.Length > EnvelopeSerializer.MaxBytes)
        {
            throw new StoreUnavailableException(
                $"The message cannot be queued: it has {body.Length} bytes, and the queue takes {EnvelopeSerializer.MaxBytes}."
            );
        }

        var text = Convert.ToBase64String(body.Span);
        return _put.OfAsync(
            StorageCall.RunAsync(
                "The message cannot be queued",
                StorageAccount.CallLimit,
                time,
                token =>
                    OnExistingQueueAsync(
                        async () =>
                            StorageCall.Complete(
                                await client.SendMessageAsync(text, WholeSeconds(delay), TimeToLive, token),
                                receipt => receipt.MessageId is { Length: > 0 }
                            ),
                        token
                    )
            )
        );
    }

    /// <summary>Hands out what is due, invisible to others for so long.</summary>
    public Task<QueueMessage[]> TakeAsync(int max, TimeSpan lease) =>
        _take.OfAsync(
            StorageCall.RunAsync(
                "The queue cannot be read",
                RepeatedCallLimit,
                time,
                token =>
                    OnExistingQueueAsync(
                        async () =>
                            List(
                                await client.ReceiveMessagesAsync(Math.Min(max, MaxBatch), WholeSeconds(lease), token)
                            ),
                        token
                    )
            )
        );

    /// <summary>Hides a message that another has in hand for so long from now, and takes it from that one. One try.</summary>
    /// <returns>The new receipt; null when the message is gone or somebody else's. Not for a missing queue: that is a failure.</returns>
    public Task<string?> TakeOverAsync(string messageId, string popReceipt, TimeSpan lease) =>
        _take.OfAsync(
            StorageCall.RunAsync(
                "A message cannot be taken over",
                StorageAccount.TakeOverLimit,
                time,
                async token =>
                {
                    try
                    {
                        // Without a text the message keeps its own.
                        var update = await once.UpdateMessageAsync(
                            messageId,
                            popReceipt,
                            (string?)null,
                            WholeSeconds(lease),
                            token
                        );
                        return StorageCall
                            .Complete(update, receipt => receipt.PopReceipt is { Length: > 0 })
                            .PopReceipt;
                    }
                    catch (RequestFailedException e)
                        when (e.ErrorCode == QueueErrorCode.PopReceiptMismatch
                            || e.ErrorCode == QueueErrorCode.MessageNotFound
                        )
                    {
                        return (string?)null;
                    }
                }
            )
        );

    /// <summary>Makes a message that we have in hand due after a while.</summary>
    /// <param name="body">What takes the place of its text; null leaves that.</param>
    /// <returns>False when it is gone or somebody else's.</returns>
    public Task<bool> HideAsync(string messageId, string popReceipt, TimeSpan delay, byte[]? body = null) =>
        StorageCall.RunAsync(
            "A message cannot be given back",
            RepeatedCallLimit,
            time,
            async token =>
            {
                try
                {
                    var text = body is null ? null : Convert.ToBase64String(body);
                    await client.UpdateMessageAsync(messageId, popReceipt, text, WholeSeconds(delay), token);
                    return true;
                }
                catch (RequestFailedException e) when (IsGone(e))
                {
                    return false;
                }
            }
        );

    /// <returns>False when it is gone or somebody else's.</returns>
    public Task<bool> DeleteAsync(string messageId, string popReceipt) =>
        StorageCall.RunAsync(
            "A message cannot be removed from the queue",
            StorageAccount.CallLimit,
            time,
            async token =>
            {
                try
                {
                    await client.DeleteMessageAsync(messageId, popReceipt, token);
                    return true;
                }
                catch (RequestFailedException e) when (IsGone(e))
                {
                    return false;
                }
            }
        );

    /// <summary>About how many messages there are, hidden ones included.</summary>
    public Task<int> CountAsync() =>
        StorageCall.RunAsync(
            "The queue does not answer",
            RepeatedCallLimit,
            time,
            token =>
                OnExistingQueueAsync(
                    async () =>
                    {
                        var response = await client.GetPropertiesAsync(token);
                        var headers = response.GetRawResponse().Headers;
                        return StorageCall
                            .Complete(response, _ => headers.Contains("x-ms-approximate-messages-count"))
                            .ApproximateMessagesCount;
                    },
                    token
                )
        );

    /// <summary>When the message at the queue's front was put; null when none is visible. The service counts from the put, not from when it became visible.</summary>
    public Task<DateTimeOffset?> FrontPutAtAsync() =>
        StorageCall.RunAsync(
            "The queue cannot be looked at",
            RepeatedCallLimit,
            time,
            token =>
                OnExistingQueueAsync(
                    async () =>
                        List(await client.PeekMessagesAsync(1, token)) is [var front, ..] ? front.InsertedOn : null,
                    token
                )
        );

    /// <summary>The bytes that were put; a foreign writer's text that is not base64 as it is, to be recorded as unreadable.</summary>
    public static byte[] Body(QueueMessage message)
    {
        var text = message.Body.ToString();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : Encoding.UTF8.GetBytes(text);
    }

    private async Task<T> OnExistingQueueAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await client.CreateIfNotExistsAsync(null, cancellationToken);
            return await call();
        }
    }

    /// <summary>The client takes any other XML for an empty list.</summary>
    private static T[] List<T>(Response<T[]> response)
    {
        var answer = response.GetRawResponse();
        return StorageCall.Complete(
            response,
            _ => answer is null || answer.Content.ToMemory().Span.IndexOf("<QueueMessagesList"u8) >= 0
        );
    }

    /// <summary>The receipt is no longer the message's, or there is no message (or no queue) any more.</summary>
    private static bool IsGone(RequestFailedException e) =>
        e.Status == 404 || e.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    private static TimeSpan WholeSeconds(TimeSpan delay) => TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds));
}
