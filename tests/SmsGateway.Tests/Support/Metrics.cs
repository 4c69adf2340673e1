using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SmsGateway.Telemetry;

namespace SmsGateway.Tests.Support;

/// <summary>What one gateway's instruments measured, of all that have the same name in this process.</summary>
internal static class Metrics
{
    extension(GatewayTelemetry telemetry)
    {
        public MetricCollector<T> Collect<T>(string instrument)
            where T : struct => new(telemetry, GatewayTelemetry.Name, instrument);
    }

    extension<T>(MetricCollector<T> collector)
        where T : struct
    {
        /// <summary>The tags of each measurement, as text.</summary>
        public IEnumerable<string> Tags =>
            collector
                .GetMeasurementSnapshot()
                .Select(measured => string.Join(' ', measured.Tags.Select(tag => $"{tag.Key}={tag.Value}")));

        /// <summary>What a gauge shows now.</summary>
        public IReadOnlyList<CollectedMeasurement<T>> Observe()
        {
            collector.Clear();
            collector.RecordObservableInstruments();
            return collector.GetMeasurementSnapshot();
        }
    }
}
