using Microsoft.Extensions.Configuration;
using SmsGateway.Acceptance;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Delivery;
using SmsGateway.Encryption;
using SmsGateway.Notifications;
using SmsGateway.Operators;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Stats;
using SmsGateway.Texts;

namespace SmsGateway;

/// <summary>The whole of section <c>Gateway</c>, checked.</summary>
public sealed record GatewayOptions
{
    private static readonly TimeSpan UsualKeyOverlap = TimeSpan.FromDays(1);

    public required IReadOnlyList<CallerOptions> Callers { get; init; }

    public required IReadOnlyList<CarrierOptions> Carriers { get; init; }

    public required RoutingOptions Routing { get; init; }

    public AcceptanceOptions Acceptance { get; init; } = new();

    public AdmissionOptions Admission { get; init; } = new();

    public TextOptions Text { get; init; } = new();

    public TestNumbers TestNumbers { get; init; } = TestNumbers.None;

    public required DeliveryOptions Delivery { get; init; }

    public EncryptionOptions Encryption { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    public StatsOptions Stats { get; init; } = new();

    public NotifyOptions Notify { get; init; } = new();

    /// <value>Name of the secret that opens the operators' endpoints; null (default): they do not exist.</value>
    public string? OperatorsKeySecretName { get; init; }

    /// <value>How long a previous version of that secret still opens them, where the store tells since when there is a newer one. Default a day.</value>
    public TimeSpan OperatorsKeyOverlap { get; init; } = UsualKeyOverlap;

    /// <value>What works and is hardly meant so; each begins with its key and holds no value.</value>
    public IReadOnlyCollection<string> Warnings { get; init; } = [];

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
        var warnings = new List<string>();
        var reader = new ConfigurationReader(configuration.GetSection("Gateway"), errors, warnings);

        var delivery = DeliveryOptions.Read(reader.Section("Delivery"));
        var carrierSections = reader.Section("Carriers").Children();
        var routes = new RouteReader([.. carrierSections.Select(section => section.Name)]);
        var callers = reader
            .Section("Callers")
            .Children()
            .Select(child => CallerOptions.Read(child, delivery.TimeToLive, delivery.AttemptTimeout, routes))
            .ToList();
        var carriers = carrierSections.Select(CarrierCatalog.Read).OfType<CarrierOptions>().ToList();
        var operators = reader.Section("Operators");
        var options = new GatewayOptions
        {
            Callers = callers,
            Carriers = carriers,
            Routing = RoutingOptions.Read(reader.Section("Routing"), routes),
            Acceptance = AcceptanceOptions.Read(reader.Section("Acceptance")),
            Admission = AdmissionOptions.Read(
                reader.Section("Admission"),
                isListUsed: callers.Any(caller => caller.Regions.Count == 0)
            ),
            Text = TextOptions.Read(reader.Section("Text"), [.. callers.Select(caller => caller.Name)]),
            TestNumbers = TestNumbers.Read(reader.Section("TestNumbers")),
            Delivery = delivery,
            Encryption = EncryptionOptions.Read(reader.Section("Encryption")),
            Metrics = MetricsOptions.Read(reader.Section("Metrics")),
            Stats = StatsOptions.Read(reader.Section("Stats")),
            Notify = NotifyOptions.Read(reader.Section("Notify")),
            OperatorsKeySecretName = operators.Optional("KeySecretName"),
            OperatorsKeyOverlap =
                operators.Duration("KeyOverlap", TimeSpan.Zero, TimeSpan.FromDays(365)) ?? UsualKeyOverlap,
            Warnings = warnings,
        };
        operators.RejectUnknownKeys();
        reader.RejectUnknownKeys();
        options = RouteRules.Complete(options, reader, carrierSections.Count);
        CheckSecrets(configuration, options, errors, vaultNameMistake);
        StrayKeys.WarnOf(configuration, reader.Known, options.SecretReferences().Names, warnings);
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
            yield return new(SecretRules.OperatorsKey, OperatorsKeySecretName);
        }

        if (Encryption.KeySecretName is not null)
        {
            yield return new(EncryptionOptions.KeySetting, Encryption.KeySecretName);
        }

        if (Notify.SecretName is not null)
        {
            yield return new(NotifyOptions.SecretSetting, Notify.SecretName);
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
        var references = options
            .SecretReferences()
            .Where(reference => reference.Value.Length > 0 && !Placeholder.IsIn(reference.Value))
            .ToList();
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

        foreach (var (key, name) in references)
        {
            if (ConfigurationSecretStore.Find(configuration, name) is null)
            {
                // The name is not quoted: it may be a secret in the wrong place.
                errors.Add($"{key}: names a secret that is not there; set Secrets__<the name>, or KeyVault__Uri");
            }
        }

        foreach (
            var mistake in new SecretRules(options.Callers, options.Carriers, options.SecretReferences()).Mistakes(
                name => ConfigurationSecretStore.Find(configuration, name)?.Current
            )
        )
        {
            errors.Add(mistake);
        }
    }
}
