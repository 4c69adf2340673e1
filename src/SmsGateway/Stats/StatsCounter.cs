using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using SmsGateway.Telemetry;

namespace SmsGateway.Stats;

/// <summary>
/// Counts from its beginning on, by listening to the gateway's own meter: no step of the flow knows of it, and what nobody counts costs
/// nothing. A count is an interlocked addition, and never reset, so that none is lost between two minutes.
/// </summary>
internal sealed class StatsCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly long[] _times = new long[TimeBuckets.Count];
    private ImmutableArray<CarrierTally> _carriers = [];
    private long _accepted;
    private long _refused;
    private long _assumed;
    private long _dead;

    public StatsCounter(GatewayTelemetry telemetry)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Of other gateways in the same process there are instruments of the same names.
            if (ReferenceEquals(instrument.Meter.Scope, telemetry) && TallyOf(instrument.Name) is { } tally)
            {
                listener.EnableMeasurementEvents(instrument, tally);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, tally) => ((Tally)tally!)(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, tally) => ((Tally)tally!)(value, tags));
        _listener.Start();
    }

    private delegate void Tally(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>All until now.</summary>
    public StatsCount Read() =>
        new()
        {
            Accepted = Volatile.Read(ref _accepted),
            Refused = Volatile.Read(ref _refused),
            Assumed = Volatile.Read(ref _assumed),
            Dead = Volatile.Read(ref _dead),
            Times = [.. _times.Select((_, i) => Volatile.Read(ref _times[i]))],
            Carriers = _carriers.ToImmutableSortedDictionary(
                carrier => carrier.Name,
                carrier => carrier.Count,
                StringComparer.Ordinal
            ),
        };

    public void Dispose() => _listener.Dispose();

    private Tally? TallyOf(string instrument) =>
        instrument switch
        {
            "sms.accepted" => (_, _) => Interlocked.Increment(ref _accepted),
            "sms.admission" => (_, tags) =>
            {
                if (Tag(tags, "result") == "refused")
                {
                    Interlocked.Increment(ref _refused);
                }
            },
            "sms.assumed" => (_, _) => Interlocked.Increment(ref _assumed),
            "sms.dead_letters" => (_, _) => Interlocked.Increment(ref _dead),
            "sms.attempts" => (_, tags) => CarrierOf(Tag(tags, "carrier")).Add(Tag(tags, "outcome")),
            "sms.time_to_carrier" => (seconds, _) => Interlocked.Increment(ref _times[TimeBuckets.IndexOf(seconds)]),
            _ => null,
        };

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
            {
                return value as string ?? "";
            }
        }

        return "";
    }

    private CarrierTally CarrierOf(string name)
    {
        while (true)
        {
            var known = _carriers;
            // Few, and mostly the very same text.
            foreach (var carrier in known)
            {
                if (carrier.Name == name)
                {
                    return carrier;
                }
            }

            ImmutableInterlocked.InterlockedCompareExchange(ref _carriers, known.Add(new CarrierTally(name)), known);
        }
    }

    private sealed class CarrierTally(string name)
    {
        private long _accepted;
        private long _rejected;
        private long _failed;

        public string Name => name;

        public CarrierCount Count =>
            new(Volatile.Read(ref _accepted), Volatile.Read(ref _rejected), Volatile.Read(ref _failed));

        public void Add(string outcome)
        {
            switch (outcome)
            {
                case "Accepted":
                    Interlocked.Increment(ref _accepted);
                    break;
                case "Rejected":
                    Interlocked.Increment(ref _rejected);
                    break;
                default:
                    Interlocked.Increment(ref _failed);
                    break;
            }
        }
    }
}
