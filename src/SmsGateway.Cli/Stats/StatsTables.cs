using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Telemetry;
using Spectre.Console;

namespace SmsGateway.Cli.Stats;

/// <summary>The last hour as tables: what happened, with a line of bars at a terminal, and how each carrier fared.</summary>
internal static class StatsTables
{
    /// <summary>What the other columns of a framed table take.</summary>
    private const int WidthOfOthers = 60;

    private static readonly string[] Sums = ["lastMinute", "lastTenMinutes", "lastHour"];

    /// <summary>Whether it is what the endpoint says.</summary>
    public static bool CanShow(JsonObject stats) =>
        Sums.Append("running").All(sum => stats[sum] is JsonObject) && stats["minutes"] is JsonArray { Count: > 0 };

    public static void Write(Invocation invocation, JsonObject stats)
    {
        var minutes = ((JsonArray)stats["minutes"]!).ToList();
        var bars = Bars(invocation, minutes.Count);
        var table =
            bars == 0 ? Tables.New(invocation, "", "Minute", "10 min", "Hour")
            : bars == minutes.Count ? Tables.New(invocation, "", "Minute", "10 min", "Hour", "Each minute")
            : Tables.New(invocation, "", "Minute", "10 min", "Hour", $"Every {minutes.Count / bars} minutes");

        Row("Accepted", "accepted", Count);
        Row("Refused", "refused", Count);
        Row("Delivered", "delivered", Count);
        if (Number(stats["lastHour"], "assumed") > 0)
        {
            Row("Assumed", "assumed", Count);
        }

        Row("Given up", "dead", Count);
        Row("Attempts", "attempts", Count);
        Row("of them failed", "failedAttempts", Failed);
        Row("Half within", "p50", Time);
        Row("99 % within", "p99", Time);
        invocation.Screen.Write(table);
        invocation.Environment.Out.WriteLine();
        WriteCarriers(invocation, stats);
        WriteNow(invocation, stats);

        void Row(string title, string name, Func<JsonNode?, string, string> shown) =>
            table.Row([
                title,
                .. Sums.Select(sum => shown(stats[sum], name)),
                .. bars == 0
                    ? Array.Empty<string>()
                    : [Spark.Line([.. minutes.Select(minute => Number(minute, name))], bars)],
            ]);
    }

    /// <summary>How many bars there is room for; none in a file, and where a terminal cannot show them.</summary>
    private static int Bars(Invocation invocation, int minutes) =>
        invocation.Environment.OutIsTerminal && invocation.Screen.Profile.Capabilities.Unicode
            ? Enumerable
                .Range(1, 3)
                .Select(step => minutes / step)
                .FirstOrDefault(bars => minutes % bars == 0 && bars <= invocation.Environment.Width - WidthOfOthers)
            : 0;

    private static void WriteCarriers(Invocation invocation, JsonObject stats)
    {
        if ((stats["lastHour"] as JsonObject)?["carriers"] is not JsonObject { Count: > 0 } carriers)
        {
            return;
        }

        var table = Tables.New(invocation, "Carrier", "Minute", "10 min", "Hour");
        foreach (var (name, _) in carriers)
        {
            table.Row([name, .. Sums.Select(sum => At(stats[sum], name))]);
        }

        invocation.Screen.Write(table);
        invocation.Environment.Out.WriteLine();

        static string At(JsonNode? sum, string name)
        {
            var carrier = ((sum as JsonObject)?["carriers"] as JsonObject)?[name];
            var failed = Number(carrier, "failed");
            var all = Number(carrier, "accepted") + Number(carrier, "rejected") + failed;
            return all > 0 ? $"{Whole(failed)} of {Whole(all)} failed{Share(failed, all)}" : "no attempts";
        }
    }

    private static void WriteNow(Invocation invocation, JsonObject stats)
    {
        var output = invocation.Environment.Out;
        var waiting = stats["waiting"] is null
            ? "The store cannot tell how many wait"
            : $"{Count(stats, "waiting")} waiting";
        var oldest =
            stats["oldestAge"] is null ? "nor for how long"
            : Number(stats, "oldestAge") > 0 ? $"the oldest that is due for {Time(stats, "oldestAge")}"
            : "none is late";
        output.WriteLine($"{waiting}; {oldest}.");
        var running = stats["running"];
        var failed = new Quantity((long)Number(running, "failedAttempts"), "failed attempt");
        output.WriteLine(
            $"The running minute, at one process: {Count(running, "accepted")} accepted, {Count(running, "delivered")} delivered, {failed}."
        );
        CallerLines.Write(output, stats);
        if (stats.Text("detail") is { } detail)
        {
            invocation.Note($"Of the process that answered alone: {Tables.Clean(detail)}");
        }
    }

    private static string Count(JsonNode? sum, string name) => Whole(Number(sum, name));

    private static string Failed(JsonNode? sum, string name) =>
        Count(sum, name) + Share(Number(sum, name), Number(sum, "attempts"));

    private static string Share(double part, double whole) =>
        part > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({100 * part / whole:0} %)") : "";

    private static string Time(JsonNode? sum, string name) =>
        (sum as JsonObject)?[name] is null ? "-"
        : Number(sum, name) is var seconds && seconds < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");

    private static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static double Number(JsonNode? holder, string name) =>
        (holder as JsonObject)?[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : 0;
}
