using System.Diagnostics.Metrics;
using SmsGateway.Telemetry;

namespace SmsGateway.Tests.Infra;

/// <summary>What a scrape of the Host has: the names of types and series, and the labels of each, from the meter itself.</summary>
internal static class PrometheusNames
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>By the name after # TYPE: the names of series.</summary>
    public static IReadOnlyDictionary<string, string[]> Series => Look().Series;

    /// <summary>By the name of a series: the labels that it can have.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> Labels => Look().Labels;

    /// <summary>The names as the meter and OTLP have them.</summary>
    public static IReadOnlySet<string> Instruments => Look().Instruments;

    private static (
        HashSet<string> Instruments,
        Dictionary<string, string[]> Series,
        Dictionary<string, HashSet<string>> Labels
    ) Look()
    {
        var instruments = new HashSet<string>();
        var series = new Dictionary<string, string[]>();
        var labels = new Dictionary<string, HashSet<string>>();
        using var telemetry = new GatewayTelemetry();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, telemetry))
            {
                instruments.Add(instrument.Name);
                var names = series[TypeOf(instrument)] = SeriesOf(instrument);
                foreach (var name in names)
                {
                    labels[name] = name.EndsWith("_bucket", StringComparison.Ordinal) ? ["le"] : [];
                }

                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        MeasureAll(telemetry);
        listener.RecordObservableInstruments();
        return (instruments, series, labels);

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (label, _) in tags)
            {
                foreach (var name in SeriesOf(instrument))
                {
                    labels[name].Add(label);
                }
            }
        }
    }

    private static void MeasureAll(GatewayTelemetry telemetry)
    {
        telemetry.Accepted("auth0", Second);
        telemetry.Duplicate("auth0", Second);
        telemetry.Sized("auth0", "GSM-7", 1);
        telemetry.Refused(400, null);
        telemetry.Admission("blocked", "refused", "AU");
        telemetry.Attempted("twilio", "Accepted", Second);
        telemetry.Delivered("twilio", Second);
        telemetry.DeadLettered("Expired");
        telemetry.Assumed("twilio");
        telemetry.Parked("twilio");
        telemetry.Redelivered();
        telemetry.RedeliveredLate();
        telemetry.Operated("Reveal", "Done");
        telemetry.DeliveriesNotRecorded(1);
        telemetry.MinuteNotRecorded();
        telemetry.DeliveryBegan();
        telemetry.SecretsStale(1);
        telemetry.OldestWaits(Second);
        telemetry.Watch(() => [("twilio", "AU", true)]);
        telemetry.WatchWeights(() => [("default", "twilio", 100)]);
    }

    private static string TypeOf(Instrument instrument) =>
        instrument.Name.Replace('.', '_')
        + (instrument.Unit == "s" ? "_seconds" : "")
        + (instrument is Counter<long> ? "_total" : "");

    private static string[] SeriesOf(Instrument instrument) =>
        instrument is Histogram<long> or Histogram<double>
            ? [$"{TypeOf(instrument)}_bucket", $"{TypeOf(instrument)}_sum", $"{TypeOf(instrument)}_count"]
            : [TypeOf(instrument)];
}
