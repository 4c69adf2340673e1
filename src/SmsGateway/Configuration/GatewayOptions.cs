using Microsoft.Extensions.Configuration;
using SmsGateway.Carriers;

namespace SmsGateway.Configuration;

/// <summary>The whole of section <c>Gateway</c>, checked.</summary>
public sealed record GatewayOptions
{
    public required IReadOnlyList<CallerOptions> Callers { get; init; }

    public required IReadOnlyList<CarrierOptions> Carriers { get; init; }

    public required RoutingOptions Routing { get; init; }

    public AcceptanceOptions Acceptance { get; init; } = new();

    public required DeliveryOptions Delivery { get; init; }

    /// <value>Name of the secret that opens the operators' endpoints; null (default): they do not exist.</value>
    public string? OperatorsKeySecretName { get; init; }

    /// <exception cref="GatewayConfigurationException">One or more settings are wrong; it lists them all.</exception>
    public static GatewayOptions Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        var reader = new ConfigurationReader(configuration.GetSection("Gateway"), errors);

        var callers = reader.Section("Callers").Children().Select(CallerOptions.Read).ToList();
        var carriers = reader.Section("Carriers").Children().Select(CarrierKinds.Read).OfType<CarrierOptions>().ToList();
        var operators = reader.Section("Operators");
        var options = new GatewayOptions
        {
            Callers = callers,
            Carriers = carriers,
            Routing = RoutingOptions.Read(reader.Section("Routing")),
            Acceptance = AcceptanceOptions.Read(reader.Section("Acceptance")),
            Delivery = DeliveryOptions.Read(reader.Section("Delivery")),
            OperatorsKeySecretName = operators.Optional("KeySecretName"),
        };
        operators.RejectUnknownKeys();
        reader.RejectUnknownKeys();
        options = options.CheckRoutes(reader);

        CheckSecretsAreReferredTo(configuration, options, errors);
        return errors.Count == 0 ? options : throw new GatewayConfigurationException(errors);
    }

    /// <summary>All secrets that settings refer to: the setting's key and the secret's name.</summary>
    public IEnumerable<KeyValuePair<string, string>> SecretReferences()
    {
        foreach (var caller in Callers)
        {
            foreach (var (key, name) in caller.SecretNames)
            {
                yield return new($"Gateway__Callers__{caller.Name}__{key}", name);
            }
        }

        foreach (var carrier in Carriers)
        {
            foreach (var (key, name) in carrier.SecretNames)
            {
                yield return new($"Gateway__Carriers__{carrier.Name}__{key}", name);
            }
        }

        if (OperatorsKeySecretName is not null)
        {
            yield return new("Gateway__Operators__KeySecretName", OperatorsKeySecretName);
        }
    }

    private static void CheckSecretsAreReferredTo(IConfiguration configuration, GatewayOptions options, List<string> errors)
    {
        KeyVaultOptions.Read(configuration, errors);
        if (configuration["KeyVault:Uri"] is { Length: > 0 })
        {
            errors.AddRange(options.SecretReferences()
                .Where(pair => pair.Value.Length > 0 && !KeyVaultOptions.IsSecretName(pair.Value))
                .Select(pair => $"{pair.Key}: a secret's name in a vault is 1 to 127 letters, digits and dashes"));
            return;
        }

        // A section exists with its value or with versions below it.
        foreach (var (key, name) in options.SecretReferences().Where(pair => pair.Value.Length > 0))
        {
            if (string.IsNullOrEmpty(configuration[$"Secrets:{name}"]))
            {
                // The name is not quoted: it may be a secret in the wrong place.
                errors.Add($"{key}: names a secret that is not there; set Secrets__<the name>, or KeyVault__Uri");
            }
        }
    }

    private GatewayOptions CheckRoutes(ConfigurationReader reader)
    {
        if (Callers.Count == 0)
        {
            reader.Error("Callers", "at least one caller is required, such as Gateway__Callers__auth0__Subject");
        }

        if (!reader.Section("Carriers").Children().Any())
        {
            reader.Error("Carriers", "at least one carrier is required, such as Gateway__Carriers__twilio__Kind");
        }

        var names = reader.Section("Carriers").Children().Select(child => child.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        CheckNames("Routing__Default", Routing.Default);
        foreach (var (prefix, carriers) in Routing.Prefixes)
        {
            if (carriers.Count == 0)
            {
                reader.Error($"Routing__Prefixes__{prefix}", "names no carrier");
            }

            CheckNames($"Routing__Prefixes__{prefix}", carriers);
        }

        foreach (var caller in Callers)
        {
            CheckNames($"Callers__{caller.Name}__Carriers", caller.Carriers);
        }

        if (Routing.Default.Count > 0 || Callers.All(caller => caller.Carriers.Count > 0))
        {
            return this;
        }

        if (names.Count > 1)
        {
            reader.Error("Routing__Default", "is required when there are several carriers: Gateway__Routing__Default__0, ...__1 in order of preference");
        }

        // With a single carrier there is nothing to route.
        return Carriers.Count == 1 ? this with { Routing = Routing with { Default = [Carriers[0].Name] } } : this;

        void CheckNames(string key, IReadOnlyList<string> carriers)
        {
            for (var i = 0; i < carriers.Count; i++)
            {
                if (!names.Contains(carriers[i]))
                {
                    reader.Error($"{key}__{i}", $"names a carrier that is not configured; configured are {string.Join(", ", names.Order(StringComparer.Ordinal))}");
                }
            }
        }
    }
}
