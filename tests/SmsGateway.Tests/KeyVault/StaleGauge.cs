using System.Diagnostics.Metrics;
using SmsGateway.Telemetry;

namespace SmsGateway.Tests.KeyVault;

/// <summary>Telemetry of its own, and what its gauge of stale secrets shows; other tests' meters have the same name.</summary>
internal sealed class StaleGauge : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _value;

    public StaleGauge()
    {
        var mine = false;
        var thread = Environment.CurrentManagedThreadId;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (mine && Environment.CurrentManagedThreadId == thread && instrument.Name == "sms.secrets.stale")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => _value = value);
        _listener.Start();
        mine = true;
        Telemetry = new GatewayTelemetry();
        mine = false;
    }

    public GatewayTelemetry Telemetry { get; }

    public int Read()
    {
        _value = -1;
        _listener.RecordObservableInstruments();
        return _value;
    }

    public void Dispose()
    {
        Telemetry.Dispose();
        _listener.Dispose();
    }
}
