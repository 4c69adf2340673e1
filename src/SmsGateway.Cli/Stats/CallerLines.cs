using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Telemetry;

namespace SmsGateway.Cli.Stats;

/// <summary>A line for each caller whose tokens do not fit: since when, how many, and what to do.</summary>
internal static class CallerLines
{
    /// <param name="output">Gets the lines.</param>
    /// <param name="stats">What the gateway answered; one that does not tell of callers has none of them.</param>
    public static void Write(TextWriter output, JsonObject stats)
    {
        foreach (var caller in (stats["callers"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var refused = caller["refused"] is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;
            var tokens = new Quantity(refused, "token");
            var since = DateTimeOffset.TryParse(caller.Text("since"), CultureInfo.InvariantCulture, out var moment)
                ? $" since {Tables.Moment(moment)}"
                : "";
            output.WriteLine(
                $"Caller {Tables.Clean(caller.Text("name"))}: {tokens} in a row did not fit{since}, at the process that answered. {Todo(caller.Text("why"))}"
            );
        }
    }

    private static string Todo(string? why) =>
        why switch
        {
            "signature" =>
                "The signature is wrong: compare the secret at Auth0 with the one that SigningSecretName names.",
            "algorithm" => "Signed with another algorithm: compare Algorithms with what Auth0 signs with.",
            "expired" or "notYetValid" => "Sent outside its time (exp, nbf): compare the clocks.",
            "noExpiration" => "It has no exp, and RequireExpiration asks for one.",
            "expiresTooLate" => "Its exp is more than a day away, and RequireExpiration allows no more.",
            "tooOld" => "Its iat is missing or not within MaxTokenAge: compare the clocks.",
            "bodyHash" =>
                "Its body_sha256 is another body's or missing: look at what changes bodies on the way, and at RequireBodyHash.",
            _ => $"Why: {Tables.Clean(why)}.",
        };
}
