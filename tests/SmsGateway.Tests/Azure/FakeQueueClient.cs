using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace SmsGateway.Tests.Azure;

/// <summary>
/// A storage queue in memory, as the service behaves: each hand-out and each update gives the message a new receipt, and only the
/// newest has any force. Calls are written down, and can be made to fail.
/// </summary>
internal sealed class FakeQueueClient(TimeProvider time) : QueueClient
{
    private readonly List<Message> _messages = [];
    private int _numbers;

    /// <summary>The calls that change a message, oldest first, such as "update 25", "delete".</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called with each of these before it is done; what it throws is the service's answer.</summary>
    public Action<string>? OnCall { get; set; }

    /// <summary>Each deletion ends when this does.</summary>
    public Task Deletion { get; set; } = Task.CompletedTask;

    public int Count => _messages.Count;

    /// <returns>Its receipt.</returns>
    public SendReceipt Put(byte[] body, TimeSpan delay) => Put(Convert.ToBase64String(body), delay);

    /// <summary>Puts a message and hands it out as the queue trigger does: for ten minutes.</summary>
    public QueueMessage HandOut(byte[] body, int dequeueCount = 1)
    {
        _messages.Add(new Message(Next(), Convert.ToBase64String(body)) { DequeueCount = dequeueCount - 1 });
        return HandOutAgain(TimeSpan.FromMinutes(10))!;
    }

    /// <summary>Hands out what is due, the first of it; null when nothing is.</summary>
    public QueueMessage? HandOutAgain(TimeSpan lease)
    {
        if (_messages.Find(message => message.VisibleAt <= time.GetUtcNow()) is not { } due)
        {
            return null;
        }

        due.DequeueCount++;
        Hide(due, lease);
        return QueuesModelFactory.QueueMessage(due.Id, due.Receipt, due.Text, due.DequeueCount);
    }

    public override Task<Response<SendReceipt>> SendMessageAsync(
        string messageText,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default
    )
    {
        Call("put", cancellationToken);
        return Task.FromResult(Response.FromValue(Put(messageText, visibilityTimeout ?? TimeSpan.Zero), null!));
    }

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(
        int? maxMessages = null,
        TimeSpan? visibilityTimeout = null,
        CancellationToken cancellationToken = default
    )
    {
        Call("receive", cancellationToken);
        var received = new List<QueueMessage>();
        while (received.Count < maxMessages && HandOutAgain(visibilityTimeout!.Value) is { } message)
        {
            received.Add(message);
        }

        return Task.FromResult(Response.FromValue<QueueMessage[]>([.. received], null!));
    }

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId,
        string popReceipt,
        string? messageText = null,
        TimeSpan visibilityTimeout = default,
        CancellationToken cancellationToken = default
    )
    {
        Call(
            string.Create(CultureInfo.InvariantCulture, $"update {visibilityTimeout.TotalSeconds}"),
            cancellationToken
        );
        var message = Find(messageId, popReceipt);
        message.Text = messageText ?? message.Text;
        Hide(message, visibilityTimeout);
        return Task.FromResult(
            Response.FromValue(QueuesModelFactory.UpdateReceipt(message.Receipt, message.VisibleAt), null!)
        );
    }

    public override async Task<Response> DeleteMessageAsync(
        string messageId,
        string popReceipt,
        CancellationToken cancellationToken = default
    )
    {
        Call("delete", cancellationToken);
        await Deletion.WaitAsync(cancellationToken);
        _messages.Remove(Find(messageId, popReceipt));
        return null!;
    }

    public static RequestFailedException Failure(int status, QueueErrorCode code) =>
        new(status, "the service says no", code.ToString(), null);

    private SendReceipt Put(string text, TimeSpan delay)
    {
        var message = new Message(Next(), text);
        _messages.Add(message);
        Hide(message, delay);
        return QueuesModelFactory.SendReceipt(
            message.Id,
            time.GetUtcNow(),
            time.GetUtcNow() + TimeSpan.FromDays(7),
            message.Receipt,
            message.VisibleAt
        );
    }

    private void Call(string call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(call);
        OnCall?.Invoke(call);
    }

    private Message Find(string id, string receipt) =>
        _messages.Find(message => message.Id == id) switch
        {
            null => throw Failure(404, QueueErrorCode.MessageNotFound),
            { } found when found.Receipt != receipt => throw Failure(400, QueueErrorCode.PopReceiptMismatch),
            var found => found,
        };

    private void Hide(Message message, TimeSpan lease)
    {
        message.VisibleAt = time.GetUtcNow() + lease;
        message.Receipt = Next();
    }

    private string Next() => (++_numbers).ToString(CultureInfo.InvariantCulture);

    private sealed class Message(string id, string text)
    {
        public string Id => id;

        public string Text { get; set; } = text;

        public string Receipt { get; set; } = "";

        public int DequeueCount { get; set; }

        public DateTimeOffset VisibleAt { get; set; }
    }
}
