using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Acceptance;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Delivery;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Http;

namespace SmsGateway.Tests.Support;

/// <summary>The core with fakes at every port: one caller and the given carriers, tried in their order.</summary>
internal sealed class Gateway : IDisposable
{
    public Gateway(params IReadOnlyList<FakeCarrier> carriers)
        : this(null, carriers) { }

    public Gateway(Func<GatewayOptions, GatewayOptions>? change, params IReadOnlyList<FakeCarrier> carriers)
        : this(change, null, Codecs.Plain, carriers) { }

    public Gateway(
        Func<GatewayOptions, GatewayOptions>? change,
        IConversions? conversions,
        params IReadOnlyList<FakeCarrier> carriers
    )
        : this(change, conversions, Codecs.Plain, carriers) { }

    public Gateway(
        Func<GatewayOptions, GatewayOptions>? change,
        Codecs codecs,
        params IReadOnlyList<FakeCarrier> carriers
    )
        : this(change, null, codecs, carriers) { }

    private Gateway(
        Func<GatewayOptions, GatewayOptions>? change,
        IConversions? conversions,
        Codecs codecs,
        params IReadOnlyList<FakeCarrier> carriers
    )
    {
        Codecs = codecs;
        Options = new GatewayOptions
        {
            Callers = [Authentication.CreateCaller()],
            Carriers = [.. carriers.Select(carrier => new FakeCarrierOptions(carrier))],
            Routing = new RoutingOptions { Default = [.. carriers.Select(carrier => carrier.Name)] },
            Delivery = new DeliveryOptions(),
            // Most tests send one number many messages; those of admission say so.
            Admission = AdmissionOptions.Off,
        };
        Options = change is null ? Options : change(Options);
        Queue = new FakeQueue(Time);
        DeadLetters = new FakeDeadLetterStore(Queue, Time);
        Secrets = new FakeSecretStore().With(Authentication.SecretName, TokenFactory.Secret);
        foreach (var name in carriers.SelectMany(carrier => carrier.SecretNames))
        {
            Secrets.With(name, "as it is kept");
        }

        Carriers = new CarrierRegistry(
            Options.Carriers,
            Options.Delivery.AttemptTimeout,
            Secrets,
            Telemetry,
            Time,
            Options.Delivery.MaxConcurrency
        );
        var balance = new RouteBalance(Options.Routes(), Telemetry, Time, Log.For<RouteBalance>());
        Routes = new RouteHealth(Options.Routes(), Carriers, Log.For<RouteHealth>(), balance);
        Router = new Router(Options.Routes(), Carriers, () => Random, balance);
        Warnings = new ConfigurationWarnings(Options.Warnings);
        Callers = new CallerWatch(Options.Callers, Time);
        Admission = new AdmissionControl(
            Options.Admission,
            Telemetry,
            Time,
            Log.For<AdmissionControl>(),
            Warnings,
            conversions: conversions
        );
        Acceptance = new AcceptanceHandler(
            new CallerAuthenticator(Callers, Secrets, Time),
            Router,
            Queue,
            new TextComposer(Options.Text),
            Admission,
            Options.Acceptance,
            Telemetry,
            Time,
            Log.For<AcceptanceHandler>()
        );
        End = new MessageEnd(DeadLetters, Options.Delivery, Telemetry, Time, Log.For<MessageEnd>());
        Delivery = new DeliveryHandler(
            Router,
            Queue,
            Codecs.Envelopes,
            new AttemptRunner(Secrets, Routes, Telemetry, Time, Log.For<AttemptRunner>()),
            End,
            Options.Delivery,
            Telemetry,
            Time,
            () => Random,
            Log.For<DeliveryHandler>()
        );
        Trail = new OperatorTrail(Telemetry, Time, Log.For<OperatorTrail>());
        Operators = new DeadLettersHandler(DeadLetters, Trail, Options.Callers, Options.Delivery, Time);
        Health = new HealthHandler(
            Queue,
            Secrets,
            Options.SecretReferences(),
            Callers,
            Routes,
            Warnings,
            Options.Delivery,
            Time,
            Log.For<HealthHandler>()
        );
    }

    public GatewayOptions Options { get; }

    public GatewayTelemetry Telemetry { get; } = new();

    public FakeTimeProvider Time { get; } = new(Samples.Start);

    public FakeQueue Queue { get; }

    public FakeDeadLetterStore DeadLetters { get; }

    public FakeDeliveryLog Deliveries { get; } = new();

    public FakeSecretStore Secrets { get; }

    public FakeLogCollector Log { get; } = new();

    /// <summary>How messages in hand are read; those that are enqueued go to a fake, and are not written at all.</summary>
    public Codecs Codecs { get; }

    /// <summary>What the injected randomness gives; one half means no jitter.</summary>
    public double Random { get; set; } = 0.5;

    public CarrierRegistry Carriers { get; }

    public Router Router { get; }

    public RouteHealth Routes { get; }

    public CallerWatch Callers { get; }

    public ConfigurationWarnings Warnings { get; }

    public AdmissionControl Admission { get; }

    public AcceptanceHandler Acceptance { get; }

    public MessageEnd End { get; }

    public DeliveryHandler Delivery { get; }

    public OperatorTrail Trail { get; }

    public DeadLettersHandler Operators { get; }

    public HealthHandler Health { get; }

    /// <summary>Posts as the gateway's caller does.</summary>
    public async Task<HttpReply> PostAsync(string json, string? token = null)
    {
        var body = Encoding.UTF8.GetBytes(json);
        using var stream = new MemoryStream(body);
        var reply = await Acceptance.HandleAsync(
            [TokenFactory.Bearer(token ?? TokenFactory.Create())],
            stream,
            body.Length,
            CancellationToken.None
        );
        return reply.AsDescribed(HttpMethod.Post, "/api/sms");
    }

    public ValueTask DeliverAsync(Envelope envelope, int receiveCount = 1) =>
        DeliverAsync(EnvelopeSerializer.Serialize(envelope), receiveCount, CancellationToken.None);

    public ValueTask DeliverUntilAsync(Envelope envelope, CancellationToken shutdown) =>
        DeliverAsync(EnvelopeSerializer.Serialize(envelope), 1, shutdown);

    /// <summary>Delivers what is no envelope.</summary>
    public ValueTask DeliverAsync(string text) => DeliverAsync(Encoding.UTF8.GetBytes(text), 1, CancellationToken.None);

    /// <summary>Moves the clock to the last retry's time and delivers it.</summary>
    public async Task DeliverRetryAsync()
    {
        var (envelope, delay) = Queue.Enqueued[^1];
        Time.Advance(delay);
        await DeliverAsync(envelope);
    }

    /// <summary>A lease that begins now.</summary>
    public FakeLease Lease(byte[] body, int receiveCount = 1) =>
        new(
            body,
            receiveCount,
            new LeaseTerm(Time.GetTimestamp(), LeaseTerm.LengthFor(Options.Delivery.AttemptTimeout))
        );

    private async ValueTask DeliverAsync(byte[] body, int receiveCount, CancellationToken shutdown)
    {
        var lease = Lease(body, receiveCount);
        await Delivery.HandleAsync(lease, shutdown);
        Deliveries.Keep(lease.Outcome);
    }

    public static JsonObject ReadJson(HttpReply reply) => JsonNode.Parse(reply.Body.Span)!.AsObject();

    public void Dispose()
    {
        Carriers.Dispose();
        Telemetry.Dispose();
    }
}
