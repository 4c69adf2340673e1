using SmsGateway.Testing;

namespace SmsGateway.Workbench.Bench;

/// <summary>
/// Gateways that differ in their settings alone, measured in turn, because the machine is not equally fast at all times. They all
/// run from the beginning; only the one whose turn it is has something to do.
/// </summary>
/// <param name="folder">Each has a folder of its own in it.</param>
/// <param name="secrets">The run's.</param>
/// <param name="carrier">Where the carriers listen.</param>
/// <param name="maxConcurrency">Null for the gateway's default; 0 accepts only.</param>
internal sealed class GatewaysInTurn(string folder, RunSecrets secrets, Uri carrier, int? maxConcurrency)
    : IAsyncDisposable
{
    private readonly List<(string Name, BenchGateway Gateway, List<BenchRow> Rows)> _gateways = [];

    /// <summary>One more, started.</summary>
    public async Task<BenchGateway> AddAsync(
        string name,
        Action<Dictionary<string, string>> change,
        CancellationToken cancellationToken
    )
    {
        var own = Path.Combine(folder, name.Replace("/", "", StringComparison.Ordinal).Replace(' ', '-'));
        Directory.CreateDirectory(own);
        var gateway = await BenchGateway.StartAsync(
            own,
            secrets,
            carrier,
            Path.Combine(own, "store"),
            null,
            maxConcurrency,
            cancellationToken,
            change: change
        );
        _gateways.Add((name, gateway, []));
        return gateway;
    }

    /// <summary>Measures each so often.</summary>
    public async Task MeasureAsync(int rounds, Func<string, BenchGateway, Task<BenchRow>> measure)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < _gateways.Count; turn++)
            {
                // None is always the one that comes after another.
                var (name, gateway, rows) = _gateways[(round + turn) % _gateways.Count];
                rows.Add(await measure(name, gateway));
            }
        }
    }

    /// <summary>The median row of each.</summary>
    public IEnumerable<BenchRow> Medians() =>
        _gateways.Select(gateway =>
            gateway.Rows.OrderBy(row => row.PerSecond).ElementAt(gateway.Rows.Count / 2) with
            {
                Cpu = Median(gateway.Rows.Select(row => row.Cpu)),
                Allocated = Median(gateway.Rows.Select(row => row.Allocated)),
            }
        );

    /// <summary>What one did beside another in the same round.</summary>
    public Pairs Compare(string name, string with) => new(name, RowsOf(name), with, RowsOf(with));

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, gateway, _) in _gateways)
        {
            await gateway.DisposeAsync();
        }
    }

    private List<BenchRow> RowsOf(string name) => _gateways.Single(gateway => gateway.Name == name).Rows;

    private static double? Median(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().Order().ToList();
        return known.Count > 0 ? known[known.Count / 2] : null;
    }
}
