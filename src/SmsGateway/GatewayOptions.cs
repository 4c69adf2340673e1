using Microsoft.Extensions.Configuration;
using SmsGateway.Acceptance;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Routing;
using SmsGateway.Secrets;

namespace SmsGateway;

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
    public static GatewayOptions Read(IConfiguration configuration, Func<string, string?>? vaultNameMistake = null)
    {
        var errors = new List<string>();
        var options = Read(configuration, errors, vaultNameMistake);
        GatewayConfigurationException.ThrowIfAny(errors);
        return options;
    }

    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake; what is returned can be used when there are none.</param>
    /// <param name="vaultNameMistake">Says what is wrong with a secret's name, or null, where a vault has the secrets; null where the configuration has them.</param>
    public static GatewayOptions Read(
        IConfiguration configuration,
        ICollection<string> errors,
        Func<string, string?>? vaultNameMistake = null
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(errors);
        var reader = new ConfigurationReader(configuration.GetSection("Gateway"), errors);

        var delivery = DeliveryOptions.Read(reader.Section("Delivery"));
        var callers = reader
            .Section("Callers")
            .Children()
            .Select(child => CallerOptions.Read(child, delivery.TimeToLive))
            .ToList();
        var carriers = reader
            .Section("Carriers")
            .Children()
            .Select(CarrierCatalog.Read)
            .OfType<CarrierOptions>()
            .ToList();
        var operators = reader.Section("Operators");
        var options = new GatewayOptions
        {
            Callers = callers,
            Carriers = carriers,
            Routing = RoutingOptions.Read(reader.Section("Routing")),
            Acceptance = AcceptanceOptions.Read(reader.Section("Acceptance")),
            Delivery = delivery,
            OperatorsKeySecretName = operators.Optional("KeySecretName"),
        };
        operators.RejectUnknownKeys();
        reader.RejectUnknownKeys();
        options = options.CheckRoutes(reader);

        CheckSecrets(configuration, options, errors, vaultNameMistake);
        return options;
    }

    /// <summary>The general routes and, before them, each caller's own.</summary>
    public RoutingOptions Routes() =>
        Routing with
        {
            Callers = Callers
                .Where(caller => caller.Carriers.Count > 0)
                .ToDictionary(caller => caller.Name, caller => caller.Carriers, StringComparer.OrdinalIgnoreCase),
        };

    /// <summary>All secrets that settings refer to.</summary>
    public SecretReferences SecretReferences() => new(References());

    private IEnumerable<KeyValuePair<string, string>> References()
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

    /// <summary>What can be told without asking a vault: names that none can hold, and secrets of the configuration that are missing or unusable.</summary>
    private static void CheckSecrets(
        IConfiguration configuration,
        GatewayOptions options,
        ICollection<string> errors,
        Func<string, string?>? vaultNameMistake
    )
    {
        var references = options.SecretReferences().Where(reference => reference.Value.Length > 0).ToList();
        if (vaultNameMistake is not null)
        {
            foreach (var (key, name) in references)
            {
                if (vaultNameMistake(name) is { } mistake)
                {
                    errors.Add($"{key}: {mistake}");
                }
            }

            return;
        }

        // A section exists with its value or with versions below it.
        foreach (var (key, name) in references)
        {
            if (string.IsNullOrEmpty(configuration[$"Secrets:{name}"]))
            {
                // The name is not quoted: it may be a secret in the wrong place.
                errors.Add($"{key}: names a secret that is not there; set Secrets__<the name>, or KeyVault__Uri");
            }
        }

        foreach (var caller in options.Callers.Where(caller => caller.SigningSecretName.Length > 0))
        {
            if (
                configuration[$"Secrets:{caller.SigningSecretName}"] is { Length: > 0 } secret
                && SigningSecret.Mistake(caller, new Sensitive(secret)) is { } mistake
            )
            {
                errors.Add(mistake);
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

        var names = reader
            .Section("Carriers")
            .Children()
            .Select(child => child.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
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
            reader.Error(
                "Routing__Default",
                "is required when there are several carriers: Gateway__Routing__Default__0, ...__1 in order of preference"
            );
        }

        // With a single carrier there is nothing to route.
        return Carriers.Count == 1 ? this with { Routing = Routing with { Default = [Carriers[0].Name] } } : this;

        void CheckNames(string key, IReadOnlyList<string> carriers)
        {
            for (var i = 0; i < carriers.Count; i++)
            {
                if (!names.Contains(carriers[i]))
                {
                    reader.Error(
                        $"{key}__{i}",
                        $"names a carrier that is not configured; configured are {string.Join(", ", names.Order(StringComparer.Ordinal))}"
                    );
                }
            }
        }
    }
}
