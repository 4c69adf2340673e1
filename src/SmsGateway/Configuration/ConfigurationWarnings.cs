namespace SmsGateway.Configuration;

/// <summary>What works and is hardly meant so; each line begins with its key and holds no value. Told at start and in health.</summary>
public sealed class ConfigurationWarnings(IReadOnlyCollection<string> lines)
{
    private volatile Func<IEnumerable<string>>? _now;

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>What an operator should know right now, for health: the lines above and what the gateway has found since.</summary>
    public IEnumerable<string> Now => lines.Concat(_now?.Invoke() ?? []);

    /// <summary>Who is asked from now on.</summary>
    public void Watch(Func<IEnumerable<string>> now) => _now = now;
}
