using System.ComponentModel.DataAnnotations;
using System.Threading.Channels;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>The section <c>Simulator:Inbox</c>.</summary>
internal sealed class InboxOptions
{
    /// <summary>How many messages are kept for the page. Default: 10,000; 0 keeps none, for load tests.</summary>
    [Range(0, 1_000_000)]
    public int Capacity { get; set; } = 10_000;
}

/// <summary>The newest messages, up to the configured capacity, and those who watch them arrive.</summary>
internal sealed class MessageList(InboxOptions options)
{
    /// <summary>What one watcher can fall behind before it misses the oldest; the page shows no more anyway.</summary>
    private const int WatcherCapacity = 500;

    private readonly Lock _gate = new();
    private readonly Queue<InboxMessage> _messages = new();
    private readonly HashSet<Channel<InboxMessage?>> _watchers = [];

    public int Capacity => options.Capacity;

    public void Add(InboxMessage message)
    {
        lock (_gate)
        {
            if (_messages.Count == Capacity)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(message);
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(message);
            }
        }
    }

    /// <summary>The newest messages, oldest of them first.</summary>
    public InboxMessage[] Newest(int limit)
    {
        lock (_gate)
        {
            return [.. _messages.Skip(Math.Max(0, _messages.Count - limit))];
        }
    }

    /// <summary>Empties the list; watchers are told by a null.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(null);
            }
        }
    }

    /// <summary>What is there now and a channel of all that follows, with nothing between the two missed or seen twice.</summary>
    public (InboxMessage[] Snapshot, Channel<InboxMessage?> Channel) Watch()
    {
        var channel = Channel.CreateBounded<InboxMessage?>(
            new BoundedChannelOptions(WatcherCapacity)
            {
                FullMode = BoundedChannelFullMode.DropOldest,
                SingleReader = true,
            }
        );
        lock (_gate)
        {
            _watchers.Add(channel);
            return (Newest(WatcherCapacity), channel);
        }
    }

    public void Unwatch(Channel<InboxMessage?> channel)
    {
        lock (_gate)
        {
            _watchers.Remove(channel);
        }
    }
}
