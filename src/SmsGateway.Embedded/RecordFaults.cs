using Microsoft.Extensions.Logging;
using SmsGateway.Telemetry;

namespace SmsGateway.Embedded;

/// <summary>Counts the records of deliveries that are lost, and tells of them. Used by the writer thread only.</summary>
/// <param name="telemetry">Null: nobody counts.</param>
internal sealed partial class RecordFaults(ILogger logger, GatewayTelemetry? telemetry, TimeProvider time)
{
    /// <summary>Between two lines in the log: what is broken fails with every message.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private long? _toldAt;
    private long _lost;

    public void Lost(int count, Exception exception)
    {
        telemetry?.DeliveriesNotRecorded(count);
        _lost += count;
        if (_toldAt is { } last && time.GetElapsedTime(last) < Silence)
        {
            return;
        }

        Log.Lost(logger, new Quantity(_lost, "record"), exception);
        (_toldAt, _lost) = (time.GetTimestamp(), 0);
    }

    private static partial class Log
    {
        [LoggerMessage(
            43,
            LogLevel.Warning,
            "Messages are delivered, and that cannot be looked up later: the store does not take their records ({Records})"
        )]
        public static partial void Lost(ILogger logger, Quantity records, Exception exception);
    }
}
