using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>Two processes on one queue, all of it on one thread: what happens next is said by the schedule.</summary>
internal sealed class World : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);

    private readonly List<IDisposable> _owned = [];
    private readonly ModelProcess[] _processes;

    /// <param name="messages">How many are accepted.</param>
    /// <param name="change">Breaks a rule on purpose; null for the real queue.</param>
    public World(int messages, Func<StorageSendQueue, IReceiveQueue>? change)
    {
        Change = change ?? (queue => queue);
        Queue = new FakeQueueClient(Time);
        for (var i = 0; i < messages; i++)
        {
            var envelope = Samples.CreateEnvelope(id: MessageId.New(Samples.Start).ToString());
            Fates[envelope.Id] = new Fate();
            Queue.Put(EnvelopeSerializer.Serialize(envelope), TimeSpan.Zero);
        }

        _processes = [new ModelProcess(this), new ModelProcess(this)];
    }

    public FakeTimeProvider Time { get; } = new(Samples.Start);

    public FakeQueueClient Queue { get; }

    public GatewayTelemetry Telemetry { get; } = new();

    public FakeSecretStore Secrets { get; } = new();

    public Func<StorageSendQueue, IReceiveQueue> Change { get; }

    public List<PendingCall> Pending { get; } = [];

    public Dictionary<MessageId, Fate> Fates { get; } = [];

    /// <summary>What no delivery may ever throw.</summary>
    public Exception? Fault { get; set; }

    public void Own(IDisposable disposable) => _owned.Add(disposable);

    public Fate FateOf(ReadOnlyMemory<byte> body) =>
        EnvelopeSerializer.Deserialize(body.Span) is EnvelopeResult.Readable(var envelope)
            ? Fates[envelope.Id]
            : throw new InvalidOperationException("Nobody puts anything else.");

    public void Do(Step step)
    {
        var number = step.Which % _processes.Length;
        switch (step.Kind)
        {
            case StepKind.Answer:
                Settle(step.Which, call => call.Carry());
                break;
            case StepKind.Refuse:
                Settle(step.Which, call => call.Refuse());
                break;
            case StepKind.Lose:
                Settle(step.Which, call => call.Lose());
                break;
            case StepKind.Die:
                _processes[number].Die(isCarried: step.Which >= _processes.Length);
                _processes[number] = new ModelProcess(this);
                break;
            case StepKind.Stop:
                _processes[number].Stop();
                break;
            case StepKind.GoOn when _processes[number].IsStill:
                _processes[number].GoOn(timersFirst: step.Which >= _processes.Length);
                break;
            case StepKind.Receive:
                _processes[number].Receive();
                break;
            case StepKind.Pass:
                Pass(TimeSpan.FromSeconds(1 + (5 * step.Which)));
                break;
        }
    }

    /// <summary>No more faults: whatever is left comes to its end.</summary>
    public void Finish()
    {
        foreach (var process in _processes.Where(process => process.IsStill))
        {
            process.GoOn(timersFirst: false);
        }

        for (var i = 0; i < 2_000 && (Pending.Count > 0 || Queue.Count > 0); i++)
        {
            foreach (var process in _processes)
            {
                process.Receive();
            }

            while (Pending.Find(call => !call.IsDone) is not null)
            {
                Settle(0, call => call.Carry());
            }

            Pass(TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        Telemetry.Dispose();
    }

    private void Settle(int which, Action<PendingCall> how)
    {
        var open = Pending.FindAll(call => !call.IsDone);
        if (open.Count == 0)
        {
            return;
        }

        var call = open[which % open.Count];
        if (!call.Process.IsStill)
        {
            Pending.Remove(call);
        }

        how(call);
    }

    /// <summary>Only while every process waits for nothing, or stands still: a call that takes long is a process that stands still.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Tick)
        {
            if (Array.Exists(_processes, process => !process.IsStill && process.IsBusy))
            {
                return;
            }

            Time.Advance(Tick);
            Array.ForEach(_processes, process => process.Ring());
        }
    }
}

internal enum StepKind
{
    Answer,
    Refuse,
    Lose,
    Die,
    Stop,
    GoOn,
    Receive,
    Pass,
}

/// <param name="Kind">What happens.</param>
/// <param name="Which">To which of those it can happen to, and how.</param>
internal sealed record Step(StepKind Kind, int Which)
{
    public override string ToString() => $"{Kind} {Which}";
}
