using SmsGateway.Configuration;
using SmsGateway.Routing;

namespace SmsGateway;

/// <summary>Whether callers, carriers and routes fit together.</summary>
internal static class RouteRules
{
    /// <param name="options">As read.</param>
    /// <param name="reader">Of section <c>Gateway</c>; gets every mistake and what is hardly meant so.</param>
    /// <param name="configured">How many carriers there are, those with mistakes in their settings included.</param>
    /// <returns>The options with the default route that goes without saying.</returns>
    public static GatewayOptions Complete(GatewayOptions options, ConfigurationReader reader, int configured)
    {
        if (options.Callers.Count == 0)
        {
            reader.Error("Callers", "at least one caller is required, such as Gateway__Callers__auth0__Subject");
        }

        if (configured == 0)
        {
            reader.Error("Carriers", "at least one carrier is required, such as Gateway__Carriers__twilio__Kind");
        }

        if (options.Routing.Default.Count == 0 && options.Callers.Any(caller => caller.Carriers.Count == 0))
        {
            var complete = WithDefault(options, reader, configured);
            WarnOfNoEffect(reader, complete);
            return complete;
        }

        WarnOfUnused(reader, options);
        WarnOfNoEffect(reader, options);
        return options;
    }

    private static GatewayOptions WithDefault(GatewayOptions options, ConfigurationReader reader, int configured)
    {
        if (configured > 1)
        {
            reader.Error(
                "Routing__Default",
                "is required when there are several carriers: Gateway__Routing__Default__0, ...__1 in order of preference"
            );
        }

        // With a single carrier there is nothing to route.
        return options.Carriers.Count == 1
            ? options with
            {
                Routing = options.Routing with { Default = [options.Carriers[0].Name] },
            }
            : options;
    }

    private static void WarnOfNoEffect(ConfigurationReader reader, GatewayOptions options)
    {
        if (options.Routing.Balance == BalanceRule.Weighted && options.Routes().All.All(route => route.Value.Count < 2))
        {
            reader.Warn("Routing__Balance", "has no effect: no route has two carriers");
        }

        if (
            reader.Section("Routing").Section("Health").Optional("SlowAttempt") is not null
            && options.Routing.Health.SlowAttempt >= options.Delivery.AttemptTimeout
        )
        {
            reader.Warn(
                "Routing__Health__SlowAttempt",
                "has no effect: no attempt lasts longer than Gateway__Delivery__AttemptTimeout"
            );
        }
    }

    private static void WarnOfUnused(ConfigurationReader reader, GatewayOptions options)
    {
        var used = options
            .Callers.SelectMany(caller => caller.Carriers)
            .Select(entry => entry.Carrier)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var general = options.Routing.General.SelectMany(route => route.Value).Select(entry => entry.Carrier).ToList();
        if (options.Callers.Any(caller => caller.Carriers.Count == 0))
        {
            used.UnionWith(general);
        }
        else if (general.Count > 0)
        {
            reader.Warn("Routing", "is of no use: every caller has carriers of its own, which come before all routes");
        }

        foreach (var carrier in options.Carriers.Where(carrier => !used.Contains(carrier.Name)))
        {
            reader.Warn($"Carriers__{carrier.Name}", "the carrier is in no route, so nothing is ever sent by it");
        }
    }
}
