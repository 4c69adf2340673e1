namespace SmsGateway.Telemetry;

/// <summary>How many lines were held back before this one; at the end of its text, and nothing there when there were none.</summary>
internal readonly record struct Unlogged(long Count)
{
    public override string ToString() => Count == 0 ? "" : $" (and {Count} more since the last such line)";
}
