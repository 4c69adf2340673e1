using SmsGateway.Configuration;

namespace SmsGateway.Operators;

/// <summary>Section <c>Gateway:Metrics</c>.</summary>
public sealed record MetricsOptions
{
    /// <value>Whether the Host answers <c>/metrics</c>, in the text format of Prometheus. Functions never does: each instance counts for itself, and nobody outside reaches one of them.</value>
    public bool Prometheus { get; init; } = true;

    public static MetricsOptions Read(ConfigurationReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = new MetricsOptions { Prometheus = reader.Flag(nameof(Prometheus), true) };
        reader.RejectUnknownKeys();
        return options;
    }
}
