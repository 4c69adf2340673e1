using System.Globalization;
using SmsGateway.Azure.Storage;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Azure;

/// <summary>Hidden copies in memory, with their calls in order and a switch that makes each kind of call fail.</summary>
internal sealed class MemoryCopies : IQueueCopies
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private string? _failing;
    private int _receipts;

    public Dictionary<string, byte[]> Bodies { get; } = [];

    public Dictionary<string, string> Receipts { get; } = [];

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Makes one kind of call fail from now on: put, hide or delete; or none.</summary>
    public void Fail(string? name = null)
    {
        lock (_lock)
        {
            _failing = name;
        }
    }

    /// <summary>The next put is done, and looks as if it had failed.</summary>
    public bool LosesAnswers { get; set; }

    public Task<QueueCopy> PutOnceAsync(ReadOnlyMemory<byte> body, TimeSpan delay) => Act("put", delay, () =>
    {
        var id = "copy-" + (Bodies.Count + 1).ToString(CultureInfo.InvariantCulture);
        Bodies[id] = body.ToArray();
        var copy = Issue(id);
        if (LosesAnswers)
        {
            LosesAnswers = false;
            throw new StoreUnavailableException("no answer");
        }

        return copy;
    });

    public Task<QueueCopy?> HideAsync(QueueCopy copy, TimeSpan delay) => Act("hide", delay, () => IsOurs(copy) ? Issue(copy.MessageId) : null);

    public Task<bool> DeleteAsync(QueueCopy copy) => Act("delete", null, () => IsOurs(copy) && Receipts.Remove(copy.MessageId));

    /// <summary>As if somebody else had received it, or a push had been answered too late.</summary>
    public void ChangeReceipt(string messageId) => Issue(messageId);

    private bool IsOurs(QueueCopy copy) => Receipts.TryGetValue(copy.MessageId, out var receipt) && receipt == copy.PopReceipt;

    private QueueCopy Issue(string messageId)
    {
        Receipts[messageId] = (++_receipts).ToString(CultureInfo.InvariantCulture);
        return new QueueCopy(messageId, Receipts[messageId]);
    }

    private async Task<T> Act<T>(string name, TimeSpan? delay, Func<T> act)
    {
        await Task.CompletedTask;
        lock (_lock)
        {
            _calls.Add(delay is { } time ? $"{name} {time.TotalSeconds}" : name);
            return _failing == name ? throw new StoreUnavailableException("away") : act();
        }
    }
}
