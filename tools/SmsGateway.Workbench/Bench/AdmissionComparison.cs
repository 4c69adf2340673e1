using System.Globalization;
using System.Security.Cryptography;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Bench;

/// <summary>
/// What admission costs where a message is accepted: the same load on three gateways in turn, because the machine is not equally
/// fast at all times. Nothing is refused: the limits are high, and numbers, addresses and users many.
/// </summary>
internal sealed class AdmissionComparison(
    Measurements measurements,
    BenchOptions options,
    string folder,
    CancellationToken cancellationToken
)
{
    private const int Connections = 64;

    private const string Section = "Gateway__Admission__";

    private static readonly string[] Limits =
    [
        "PerNumber",
        "PerBlock",
        "PerIp",
        "RegionsPerIp",
        "PerRegion",
        "PerUser",
        "PerCaller",
        "PerTenant",
    ];

    /// <summary>Of those that are refused as delivered.</summary>
    private static readonly string[] RefusedKinds =
    [
        "Premium",
        "TollFree",
        "SharedCost",
        "Satellite",
        "Pager",
        "Personal",
    ];

    private static readonly IReadOnlyList<(string Name, Action<Dictionary<string, string>> Change)> Settings =
    [
        ("admission off", Off),
        ("as delivered", _ => { }),
        ("everything on", On),
    ];

    private readonly RunSecrets _secrets = new();

    /// <param name="output">A row for each, and the ratio.</param>
    public async Task WriteAsync(TextWriter output)
    {
        var gateways = new List<BenchGateway>();
        try
        {
            foreach (var (name, change) in Settings)
            {
                var gateway = await StartAsync(Path.Combine(folder, name.Replace(' ', '-')), change);
                gateways.Add(gateway);
                gateway.TellsWho = true;
                await gateway.LoadAsync(Connections, options.WarmUp, cancellationToken);
            }

            await CompareAsync(gateways, output);
        }
        finally
        {
            foreach (var gateway in gateways)
            {
                await gateway.DisposeAsync();
            }
        }
    }

    /// <param name="own">A folder of its own, because they run at the same time.</param>
    private Task<BenchGateway> StartAsync(string own, Action<Dictionary<string, string>> change) =>
        BenchGateway.StartAsync(
            Directory.CreateDirectory(own).FullName,
            _secrets,
            Measurements.NoCarrier,
            Path.Combine(own, "store"),
            null,
            maxConcurrency: 0,
            cancellationToken,
            change: change
        );

    private async Task CompareAsync(List<BenchGateway> gateways, TextWriter output)
    {
        var rows = Settings.Select(_ => new List<BenchRow>()).ToList();
        for (var round = 0; round < options.AdmissionRounds; round++)
        {
            for (var turn = 0; turn < Settings.Count; turn++)
            {
                // None is always the one that comes after another.
                var i = (round + turn) % Settings.Count;
                rows[i]
                    .Add(
                        await measurements.AcceptAsync(
                            gateways[i],
                            Connections,
                            $"accept only, {Connections} connections, {Settings[i].Name}",
                            options.Duration / 4
                        )
                    );
            }
        }

        foreach (var row in rows.Select(Median))
        {
            await output.WriteLineAsync(row.ToString());
        }

        var ratios = rows[^1].Zip(rows[0], (on, off) => on.PerSecond!.Value / off.PerSecond!.Value).Order().ToList();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"everything on / admission off: {At(0.5):0.00} (median of {ratios.Count} rounds; a quarter below {At(0.25):0.00}, a quarter above {At(0.75):0.00})"
            )
        );

        double At(double share) => ratios[(int)(share * (ratios.Count - 1))];
    }

    private static BenchRow Median(List<BenchRow> rows) => rows.OrderBy(row => row.PerSecond).ElementAt(rows.Count / 2);

    internal static void Off(Dictionary<string, string> settings)
    {
        foreach (var rule in Limits.Append("Unverified"))
        {
            settings[$"{Section}{rule}__Mode"] = "Off";
        }

        foreach (var kind in RefusedKinds)
        {
            settings[$"{Section}Kinds__{kind}"] = "Allow";
        }
    }

    /// <summary>
    /// Every limit is counted and asked, and none is met; the regions of the load are all that there are; and messages are encrypted.
    /// </summary>
    internal static void On(Dictionary<string, string> settings)
    {
        const string Most = "100000000";
        settings["Gateway__Encryption__KeySecretName"] = "messages";
        settings["Secrets__messages"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        string[] regions = ["DE", "BR", "CN", "ID", "NG"];
        for (var i = 0; i < regions.Length; i++)
        {
            settings[string.Create(CultureInfo.InvariantCulture, $"{Section}Regions__{i}")] = regions[i];
        }

        foreach (var limit in Limits)
        {
            settings[$"{Section}{limit}__Mode"] = "Enforce";
            if (limit is not "RegionsPerIp")
            {
                settings[$"{Section}{limit}__PerHour"] = Most;
            }

            if (limit is not "PerBlock")
            {
                settings[$"{Section}{limit}__PerDay"] = Most;
            }

            if (limit is not ("PerBlock" or "RegionsPerIp"))
            {
                settings[$"{Section}{limit}__Burst"] = Most;
                settings[$"{Section}{limit}__Refill"] = "00:00:01";
            }
        }
    }
}
