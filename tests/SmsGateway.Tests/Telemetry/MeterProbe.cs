using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmsGateway.Telemetry;

namespace SmsGateway.Tests.Telemetry;

/// <summary>What was measured: instrument, value and tags.</summary>
internal sealed record Measured(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public override string ToString() => string.Join(' ', [Instrument.Name, .. Tags.Select(tag => $"{tag.Key}={tag.Value}")]);
}

/// <summary>Collects one gateway's meter, as an exporter would.</summary>
internal sealed class MeterProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _measured = new();

    public MeterProbe(GatewayTelemetry telemetry)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (telemetry.Owns(instrument))
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>(Record);
        _listener.SetMeasurementEventCallback<long>(Record);
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.Start();
    }

    public List<Instrument> Instruments { get; } = [];

    public IReadOnlyCollection<Measured> Measured => _measured;

    /// <summary>What gauges show now.</summary>
    public IReadOnlyList<Measured> Observe(string instrument)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return [.. _measured.Where(measured => measured.Instrument.Name == instrument)];
    }

    public double Sum(string text) => _measured.Where(measured => measured.ToString() == text).Sum(measured => measured.Value);

    public void Dispose() => _listener.Dispose();

    private void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct, IConvertible =>
        _measured.Enqueue(new Measured(instrument, value.ToDouble(null), new Dictionary<string, object?>(tags.ToArray())));
}
