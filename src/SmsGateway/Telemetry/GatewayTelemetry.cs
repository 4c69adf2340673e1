using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SmsGateway.Telemetry;

/// <summary>
/// The gateway's one meter and one activity source, both named <see cref="Name"/>. No tag ever holds a number, a text or a secret.
/// Names and units are what alerts are made of, and stay; docs/telemetry.md lists them.
/// </summary>
public sealed class GatewayTelemetry : IDisposable
{
    public const string Name = "SmsGateway";

    /// <summary>The usual boundaries begin at 5 s.</summary>
    private static readonly InstrumentAdvice<double> ShortTimes = new()
    {
        HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    private static readonly InstrumentAdvice<double> LongTimes = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300],
    };

    /// <summary>Above 1 is what costs more than it need, and each boundary is a price.</summary>
    private static readonly InstrumentAdvice<long> FewSegments = new()
    {
        HistogramBucketBoundaries = [1, 2, 3, 4, 6, 10, 24],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _admission;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _assumed;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _redeliveredLate;
    private readonly Counter<long> _operated;
    private readonly Counter<long> _notRecorded;
    private readonly UpDownCounter<long> _inWork;
    private readonly Histogram<long> _segments;
    private readonly Histogram<double> _acceptDuration;
    private readonly Histogram<double> _attemptDuration;
    private readonly Histogram<double> _timeToCarrier;
    private readonly ObservableGauge<double> _oldestAge;
    private volatile int _staleSecrets;
    private volatile Func<IEnumerable<(string Carrier, string? Region, bool IsFailing)>>? _carriers;
    private volatile Func<IEnumerable<(string Route, string Carrier, int Weight)>>? _weights;
    private double _oldestSeconds = double.NaN;

    public GatewayTelemetry()
    {
        // Its scope tells this meter from those of other gateways in the same process.
        _meter = new Meter(new MeterOptions(Name) { Scope = this });
        _accepted = _meter.CreateCounter<long>("sms.accepted", "{message}", "Messages answered with 200");
        _duplicates = _meter.CreateCounter<long>(
            "sms.duplicates",
            "{request}",
            "Requests answered with 200 whose message was stored before"
        );
        _refused = _meter.CreateCounter<long>(
            "sms.refused",
            "{request}",
            "Requests answered with anything but 200, by status and reason"
        );
        _admission = _meter.CreateCounter<long>(
            "sms.admission",
            "{decision}",
            "Messages that a rule of admission was against, by rule, what became of them, and region"
        );
        _attempts = _meter.CreateCounter<long>(
            "sms.attempts",
            "{attempt}",
            "Calls to carriers, by carrier and outcome"
        );
        _deadLetters = _meter.CreateCounter<long>("sms.dead_letters", "{message}", "Messages given up, by reason");
        _assumed = _meter.CreateCounter<long>(
            "sms.assumed",
            "{message}",
            "Messages taken for sent although no carrier has said so, by carrier"
        );
        _parked = _meter.CreateCounter<long>(
            "sms.parked",
            "{message}",
            "Messages put back because no carrier of their route had a place for them, by the carrier they wait for"
        );
        _redelivered = _meter.CreateCounter<long>(
            "sms.redelivered",
            "{message}",
            "Messages handed out again after a crash or an error: possible duplicates"
        );
        _redeliveredLate = _meter.CreateCounter<long>(
            "sms.redelivered.late",
            "{message}",
            "Of these, messages that the queue trigger had hidden for its ten minutes"
        );
        _operated = _meter.CreateCounter<long>(
            "sms.operator.actions",
            "{action}",
            "What operators did, and wrong keys, by action and result"
        );
        _notRecorded = _meter.CreateCounter<long>(
            "sms.records.failed",
            "{record}",
            "Records beside messages that the store did not take, by what they are of: delivery or minute"
        );
        _inWork = _meter.CreateUpDownCounter<long>(
            "sms.deliveries.in_work",
            "{message}",
            "Messages that this process is delivering now"
        );
        _segments = _meter.CreateHistogram<long>(
            "sms.segments",
            "{segment}",
            "Segments of each accepted text, which is what carriers bill, by caller and encoding",
            null,
            FewSegments
        );
        _acceptDuration = _meter.CreateHistogram<double>(
            "sms.accept.duration",
            "s",
            "From request to stored",
            null,
            ShortTimes
        );
        _attemptDuration = _meter.CreateHistogram<double>(
            "sms.attempt.duration",
            "s",
            "One call to a carrier",
            null,
            LongTimes
        );
        _timeToCarrier = _meter.CreateHistogram<double>(
            "sms.time_to_carrier",
            "s",
            "From acceptance until a carrier took the message",
            null,
            LongTimes
        );
        _meter.CreateObservableGauge(
            "sms.secrets.stale",
            () => _staleSecrets,
            "{secret}",
            "Secrets served as last read, because they cannot be read now"
        );
        _meter.CreateObservableGauge(
            "sms.carrier.breaker",
            ObserveBreakers,
            "1",
            "1 while the carrier is tried last because it keeps failing, 0 otherwise"
        );
        _meter.CreateObservableGauge(
            "sms.route.weight",
            ObserveWeights,
            "1",
            "Of 100 messages of the route, how many try the carrier first, where weights move"
        );
        _oldestAge = _meter.CreateObservableGauge(
            "sms.queue.oldest.age",
            ObserveOldest,
            "s",
            "How long the message that has waited longest has waited"
        );
    }

    public ActivitySource Activities { get; } = new(Name);

    /// <summary>What somebody on call may want to be told of. Whoever listens must not take long.</summary>
    public event Action<Notice>? Noticed;

    /// <param name="type">One of <see cref="NoticeTypes"/>.</param>
    /// <param name="data">What else there is to say, never of a number, a text or a code of a message.</param>
    public void Tell(string type, params ReadOnlySpan<KeyValuePair<string, string?>> data) =>
        Noticed?.Invoke(new Notice(type, [.. data]));

    /// <summary>
    /// The span of accepting a message, in the trace of its request. Recorded even where nobody records the request itself: its
    /// delivery, whose spans follow this one, always is.
    /// </summary>
    public Activity? StartAccept()
    {
        var parent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } request
            ? new ActivityContext(
                request.TraceId,
                request.SpanId,
                ActivityTraceFlags.Recorded,
                request.TraceStateString,
                isRemote: true
            )
            : default;
        return Activities.StartActivity("accept", ActivityKind.Server, parent);
    }

    public void Accepted(string caller, TimeSpan duration)
    {
        _accepted.Add(1, new KeyValuePair<string, object?>("caller", caller));
        _acceptDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Whether anybody collects <see cref="Sized"/>.</summary>
    public bool WantsSizes => _segments.Enabled;

    /// <param name="caller">Who posted the text.</param>
    /// <param name="encoding">The encoding's name.</param>
    /// <param name="segments">How many the text takes.</param>
    public void Sized(string caller, string encoding, int segments) =>
        _segments.Record(segments, new("caller", caller), new("encoding", encoding));

    public void Duplicate(string caller, TimeSpan duration)
    {
        _duplicates.Add(1, new KeyValuePair<string, object?>("caller", caller));
        _acceptDuration.Record(duration.TotalSeconds);
    }

    /// <param name="status">What was answered.</param>
    /// <param name="reason">Why the caller is not known; null when it is, and the status says all.</param>
    public void Refused(int status, string? reason) =>
        _refused.Add(
            1,
            new("status", status),
            new(
                "reason",
                reason
                    ?? status switch
                    {
                        400 => "Invalid",
                        411 => "NoLength",
                        413 => "TooLarge",
                        500 => "Fault",
                        403 or 429 => "NotAdmitted",
                        _ => "NotStored",
                    }
            )
        );

    /// <param name="rule">The rule's reason code.</param>
    /// <param name="result"><c>refused</c>; <c>recorded</c>, when it was sent all the same; <c>held</c>, when its number block is held from now on.</param>
    /// <param name="region">The number's region, ISO 3166-1.</param>
    public void Admission(string rule, string result, string region) =>
        _admission.Add(1, new("rule", rule), new("result", result), new("region", region));

    public void Attempted(string carrier, string outcome, TimeSpan duration)
    {
        _attempts.Add(1, new("carrier", carrier), new("outcome", outcome));
        _attemptDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("carrier", carrier));
    }

    public void Delivered(string carrier, TimeSpan sinceAcceptance) =>
        _timeToCarrier.Record(sinceAcceptance.TotalSeconds, new KeyValuePair<string, object?>("carrier", carrier));

    public void DeadLettered(string reason) => _deadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Assumed(string carrier) => _assumed.Add(1, new KeyValuePair<string, object?>("carrier", carrier));

    public void Parked(string carrier) => _parked.Add(1, new KeyValuePair<string, object?>("carrier", carrier));

    public void Redelivered() => _redelivered.Add(1);

    public void RedeliveredLate() => _redeliveredLate.Add(1);

    public void Operated(string action, string result) =>
        _operated.Add(1, new("action", action), new("result", result));

    /// <summary>Messages were delivered, and that cannot be looked up.</summary>
    public void DeliveriesNotRecorded(int count) =>
        _notRecorded.Add(count, new KeyValuePair<string, object?>("record", "delivery"));

    /// <summary>A minute is to be written again later.</summary>
    public void MinuteNotRecorded() => _notRecorded.Add(1, new KeyValuePair<string, object?>("record", "minute"));

    public void SecretsStale(int count) => _staleSecrets = count;

    public void DeliveryBegan() => _inWork.Add(1);

    public void DeliveryEnded() => _inWork.Add(-1);

    /// <summary>Whose states are shown from now on.</summary>
    public void Watch(Func<IEnumerable<(string Carrier, string? Region, bool IsFailing)>> carriers) =>
        _carriers = carriers;

    public void WatchWeights(Func<IEnumerable<(string Route, string Carrier, int Weight)>> weights) =>
        _weights = weights;

    /// <summary>Whether anybody collects <see cref="OldestWaits"/>.</summary>
    internal bool WantsOldest => _oldestAge.Enabled;

    /// <param name="age">Zero when nothing waits; null when it is not known, and nothing is shown.</param>
    internal void OldestWaits(TimeSpan? age) => Volatile.Write(ref _oldestSeconds, age?.TotalSeconds ?? double.NaN);

    public void Dispose()
    {
        _meter.Dispose();
        Activities.Dispose();
    }

    private IEnumerable<Measurement<int>> ObserveBreakers() =>
        (_carriers?.Invoke() ?? []).Select(carrier => new Measurement<int>(
            carrier.IsFailing ? 1 : 0,
            carrier.Region is { } region
                ? [new("carrier", carrier.Carrier), new("region", region)]
                : [new KeyValuePair<string, object?>("carrier", carrier.Carrier)]
        ));

    private IEnumerable<Measurement<int>> ObserveWeights() =>
        (_weights?.Invoke() ?? []).Select(shown => new Measurement<int>(
            shown.Weight,
            new("route", shown.Route),
            new("carrier", shown.Carrier)
        ));

    private IEnumerable<Measurement<double>> ObserveOldest()
    {
        var seconds = Volatile.Read(ref _oldestSeconds);
        return double.IsNaN(seconds) ? [] : [new(seconds)];
    }
}
