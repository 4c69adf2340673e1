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

    private const string AllOff = "admission off";

    private const string AllOn = "everything on";

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
        (AllOff, Off),
        ("as delivered", _ => { }),
        (AllOn, On),
    ];

    /// <param name="output">A row for each, and the ratio.</param>
    public async Task WriteAsync(TextWriter output)
    {
        await using var gateways = new GatewaysInTurn(
            folder,
            new RunSecrets(),
            Measurements.NoCarrier,
            maxConcurrency: 0
        );
        foreach (var (name, change) in Settings)
        {
            var gateway = await gateways.AddAsync(name, change, cancellationToken);
            gateway.TellsWho = true;
            await gateway.LoadAsync(Connections, options.WarmUp, cancellationToken);
        }

        await gateways.MeasureAsync(
            options.Rounds,
            (name, gateway) =>
                measurements.AcceptAsync(
                    gateway,
                    Connections,
                    $"accept only, {Connections} connections, {name}",
                    options.Duration / 4
                )
        );
        foreach (var row in gateways.Medians())
        {
            await output.WriteLineAsync(row.ToString());
        }

        await output.WriteLineAsync(gateways.Compare(AllOn, AllOff).ToString());
    }

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
