namespace SmsGateway.Configuration;

/// <summary>What works and is hardly meant so; each line begins with its key and holds no value. Told at start and in health.</summary>
public sealed class ConfigurationWarnings(IReadOnlyCollection<string> lines)
{
    public IReadOnlyCollection<string> Lines => lines;
}
