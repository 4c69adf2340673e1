namespace SmsGateway.Configuration;

/// <summary>What works and is hardly meant so; each line begins with its key and holds no value. Told at start and in health.</summary>
public sealed class ConfigurationWarnings(IReadOnlyCollection<string> lines)
{
    private volatile Func<IEnumerable<string>>? _now;

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>For health: the lines above, and what the gateway has found since.</summary>
    public IEnumerable<string> Now => lines.Concat(_now?.Invoke() ?? []);

    /// <summary>What is as it should be, and an operator should know of all the same; for health.</summary>
    public IReadOnlyCollection<string> Notes { get; private set; } = [];

    /// <param name="now">Asked from now on for what the gateway has found.</param>
    /// <param name="notes">See <see cref="Notes"/>.</param>
    public void Watch(Func<IEnumerable<string>> now, IReadOnlyCollection<string> notes)
    {
        _now = now;
        Notes = notes;
    }
}
