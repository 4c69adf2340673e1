using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsGateway.Acceptance;
using SmsGateway.Carriers;
using SmsGateway.Delivery;

namespace SmsGateway.Telemetry;

/// <summary>The gateway's one meter and one activity source, both named <see cref="Name"/>. No tag ever holds a number, a text or a secret.</summary>
public sealed class GatewayTelemetry : IDisposable
{
    public const string Name = "SmsGateway";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _discarded;
    private readonly Histogram<double> _acceptDuration;
    private readonly Histogram<double> _attemptDuration;
    private readonly Histogram<double> _timeToCarrier;
    private volatile int _staleSecrets;

    public GatewayTelemetry()
    {
        _accepted = _meter.CreateCounter<long>("sms.accepted", "{message}", "Messages answered with 200");
        _duplicates = _meter.CreateCounter<long>("sms.duplicates", "{request}", "Requests answered with 200 whose message was stored before");
        _refused = _meter.CreateCounter<long>("sms.refused", "{request}", "Requests answered with anything but 200, by status and reason");
        _attempts = _meter.CreateCounter<long>("sms.attempts", "{attempt}", "Calls to carriers, by carrier and outcome");
        _deadLetters = _meter.CreateCounter<long>("sms.dead_letters", "{message}", "Messages given up, by reason");
        _redelivered = _meter.CreateCounter<long>("sms.redelivered", "{message}", "Messages handed out again after a crash or an error: possible duplicates");
        _discarded = _meter.CreateCounter<long>("sms.discarded", "{message}", "Queue messages dropped because another copy was delivered in their place");
        _acceptDuration = _meter.CreateHistogram<double>("sms.accept.duration", "s", "From request to stored");
        _attemptDuration = _meter.CreateHistogram<double>("sms.attempt.duration", "s", "One call to a carrier");
        _timeToCarrier = _meter.CreateHistogram<double>("sms.time_to_carrier", "s", "From acceptance until a carrier took the message");
        _meter.CreateObservableGauge("sms.secrets.stale", () => _staleSecrets, "{secret}", "Secrets served as last read, because they cannot be read now");
    }

    public ActivitySource Activities { get; } = new(Name);

    public void Accepted(string caller, TimeSpan duration)
    {
        _accepted.Add(1, new KeyValuePair<string, object?>("caller", caller));
        _acceptDuration.Record(duration.TotalSeconds);
    }

    public void Duplicate(string caller) => _duplicates.Add(1, new KeyValuePair<string, object?>("caller", caller));

    public void Refused(int status, RefusalReason? reason) =>
        _refused.Add(1, new("status", status), new("reason", reason?.ToString()));

    public void Attempted(string carrier, SendOutcome outcome, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _attempts.Add(1, new("carrier", carrier), new("outcome", outcome.Name));
        _attemptDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("carrier", carrier));
    }

    public void Delivered(string carrier, TimeSpan sinceAcceptance) =>
        _timeToCarrier.Record(sinceAcceptance.TotalSeconds, new KeyValuePair<string, object?>("carrier", carrier));

    public void DeadLettered(DeadLetterReason reason) =>
        _deadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Redelivered() => _redelivered.Add(1);

    public void SecretsStale(int count) => _staleSecrets = count;

    public void Discarded() => _discarded.Add(1);

    public void Dispose()
    {
        _meter.Dispose();
        Activities.Dispose();
    }
}
