using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Azure.Storage;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>One process that delivers from the queue, made of what a real one is made of down to the calls to the service.</summary>
internal sealed class ModelProcess
{
    private const int AtOnce = 2;

    private readonly World _world;
    private readonly ProcessTime _time;
    private readonly StorageLeases _leases;
    private readonly LeasedDelivery _delivery;
    private readonly AsyncLocal<Run?> _current = new();
    private readonly List<Run> _runs = [];
    private bool _isReceiving;

    public ModelProcess(World world)
    {
        (_world, _time) = (world, new ProcessTime(world.Time));
        var client = new ModelQueueClient(world.Queue, this);
        var storage = new StorageQueue(client, client, _time);
        var options = new DeliveryOptions();
        _leases = new StorageLeases(storage, LeaseTerm.LengthFor(options.AttemptTimeout), _time);
        var real = new StorageSendQueue(
            storage,
            _leases,
            new IdempotencyClaims(new BlobTexts(null!), _time),
            StorageTest.Alone(_time),
            Codecs.Plain.Envelopes,
            _time,
            NullLogger<StorageSendQueue>.Instance
        );
        var queue = world.Change(real);
        var end = new MessageEnd(
            new ModelDeadLetters(this, real),
            options,
            world.Telemetry,
            _time,
            NullLogger<MessageEnd>.Instance
        );
        var registry = new CarrierRegistry(
            [new ModelCarrierOptions(new ModelCarrier(this))],
            options.AttemptTimeout,
            world.Secrets,
            world.Telemetry,
            _time
        );
        world.Own(registry);
        var routing = new RoutingOptions { Default = [ModelCarrier.TheName] };
        var routes = new RouteHealth(routing, registry, NullLogger<RouteHealth>.Instance);
        var handler = new DeliveryHandler(
            new Router(routing, registry, () => 0.5),
            queue,
            Codecs.Plain.Envelopes,
            new AttemptRunner(world.Secrets, routes, world.Telemetry, _time, NullLogger<AttemptRunner>.Instance),
            end,
            options,
            world.Telemetry,
            _time,
            () => 0.5,
            NullLogger<DeliveryHandler>.Instance
        );
        _delivery = new LeasedDelivery(queue, handler, end, _time, NullLogger<LeasedDelivery>.Instance);
    }

    public bool IsStill { get; private set; }

    public bool IsBusy => _world.Pending.Exists(call => call.Process == this);

    /// <summary>Looks for messages and works on them, as a pump does.</summary>
    public void Receive()
    {
        if (!IsStill && !_isReceiving && _runs.Count < AtOnce)
        {
            _isReceiving = true;
            _ = ReceiveAsync();
        }
    }

    public void Stop()
    {
        IsStill = true;
        _runs.ForEach(run => run.Break());
        foreach (var call in Calls())
        {
            call.IsLate = true;
        }
    }

    /// <param name="timersFirst">Whether its timers ring before it hears what was answered meanwhile.</param>
    public void GoOn(bool timersFirst)
    {
        IsStill = false;
        if (timersFirst)
        {
            _time.Ring();
        }

        foreach (var call in Calls().Where(call => call.IsDone))
        {
            _world.Pending.Remove(call);
            call.Hear();
        }

        _time.Ring();
    }

    /// <param name="isCarried">Whether what it has asked for is still done.</param>
    public void Die(bool isCarried)
    {
        IsStill = true;
        _runs.ForEach(run => run.Break());
        foreach (var call in Calls())
        {
            _world.Pending.Remove(call);
            if (isCarried && !call.IsDone)
            {
                call.Drop();
            }
        }
    }

    public void Ring()
    {
        if (!IsStill)
        {
            _time.Ring();
        }
    }

    public async Task<T> CallAsync<T>(string kind, Func<T> execute, CancellationToken cancellationToken)
    {
        var call = new PendingCall(this, kind, _current.Value, () => execute());
        _world.Pending.Add(call);
        await using var _ = cancellationToken.Register(() =>
        {
            if (_world.Pending.Remove(call))
            {
                call.Cancel();
            }
        });
        return (T)(await call.Answer)!;
    }

    public Task<T> CallAsync<T>(string kind, Func<Task<T>> execute, CancellationToken cancellationToken) =>
        CallAsync(kind, () => execute().GetAwaiter().GetResult(), cancellationToken);

    private List<PendingCall> Calls() => _world.Pending.FindAll(call => call.Process == this);

    private async Task ReceiveAsync()
    {
        IReadOnlyList<StorageLease> leases = [];
        try
        {
            leases = await _leases.ReceiveAsync(AtOnce - _runs.Count);
        }
        catch (StoreUnavailableException)
        {
            // The pump looks again.
        }

        _isReceiving = false;
        foreach (var lease in leases)
        {
            _ = RunAsync(lease);
        }
    }

    private async Task RunAsync(StorageLease lease)
    {
        var run = new Run(_world.FateOf(lease.Body));
        _current.Value = run;
        _runs.Add(run);
        try
        {
            await _delivery.RunAsync(lease, CancellationToken.None);
        }
        catch (Exception e)
        {
            _world.Fault ??= e;
        }

        _runs.Remove(run);
    }

    private sealed class ModelCarrier(ModelProcess process) : ICarrier
    {
        public const string TheName = "one";

        public bool Supports(Channel channel) => true;

        public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken) =>
            await process.CallAsync<SendOutcome>("send", () => new SendOutcome.Accepted("taken"), cancellationToken);
    }

    private sealed record ModelCarrierOptions(ModelCarrier Carrier)
        : CarrierOptions(ModelCarrier.TheName, new Uri("http://127.0.0.1/"), null, false)
    {
        public override IReadOnlyDictionary<string, string> SecretNames => new Dictionary<string, string>();

        public override ICarrier Create(
            SmsGateway.Carriers.Http.CarrierHttp http,
            SmsGateway.Secrets.ISecretStore secrets
        ) => Carrier;
    }

    /// <summary>One call that records, under a lease held as the real one holds it.</summary>
    private sealed class ModelDeadLetters(ModelProcess process, StorageSendQueue queue) : IDeadLetterStore
    {
        public async ValueTask<bool> RecordAsync(
            DeadLetter deadLetter,
            QueueLease lease,
            CancellationToken cancellationToken
        )
        {
            if (await queue.HoldAsync(lease) is null)
            {
                return false;
            }

            await process.CallAsync(
                "record",
                () => process._world.Fates[deadLetter.Id].IsDead = true,
                cancellationToken
            );
            return true;
        }

        public ValueTask RecordAsync(DeadLetter deadLetter, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<DeadLetterPage> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<DeadLetter?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<bool> DeleteAsync(DeadLetter deadLetter, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<bool> ReplayAsync(
            DeadLetter deadLetter,
            Envelope envelope,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
