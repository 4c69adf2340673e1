namespace SmsGateway.CarrierSimulator.Configuration;

/// <summary>The settings, all under <c>Simulator</c>. A carrier without credentials answers 401 to everything.</summary>
internal sealed class SimulatorOptions
{
    public const int DefaultInboxCapacity = 10_000;

    /// <summary>Null when not configured.</summary>
    public TwilioCredentials? Twilio { get; private init; }

    /// <summary>Null when not configured.</summary>
    public MessageMediaCredentials? MessageMedia { get; private init; }

    /// <summary>Null when not configured.</summary>
    public EightByEightCredentials? EightByEight { get; private init; }

    /// <summary>Added before every answer. Default: none.</summary>
    public TimeSpan Latency { get; private init; }

    /// <summary>How many messages are kept for the page. Default: 10,000; 0 keeps none, for load tests.</summary>
    public int InboxCapacity { get; private init; }

    /// <summary>The gateway whose dead letters the page shows; null for none.</summary>
    public Uri? GatewayAddress { get; private init; }

    /// <summary>Sent to the gateway as <c>x-functions-key</c>; never to the browser.</summary>
    public string? GatewayOperatorsKey { get; private init; }

    public static SimulatorOptions Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        var root = new SettingsReader(configuration.GetSection("Simulator"), errors);
        var twilio = root.Section("Twilio");
        var messageMedia = root.Section("MessageMedia");
        var eightByEight = root.Section("EightByEight");
        var inbox = root.Section("Inbox");
        var gateway = root.Section("Gateway");

        var options = new SimulatorOptions
        {
            Twilio = TwilioCredentials.Read(twilio),
            MessageMedia = messageMedia.Together("ApiKey", "ApiSecret") is [var key, var secret] ? new(key, secret) : null,
            EightByEight = eightByEight.Together("SubAccountId", "ApiKey") is [var subAccount, var apiKey] ? new(subAccount, apiKey) : null,
            Latency = root.Duration("Latency"),
            InboxCapacity = inbox.Number("Capacity", DefaultInboxCapacity, 0, 1_000_000),
            GatewayAddress = gateway.Address("Address"),
            GatewayOperatorsKey = gateway.Optional("OperatorsKey"),
        };

        if (options.GatewayOperatorsKey is not null && gateway.Optional("Address") is null)
        {
            gateway.Error("Address", "is missing; it belongs to OperatorsKey");
        }

        foreach (var section in new[] { root, twilio, messageMedia, eightByEight, inbox, gateway })
        {
            section.RejectUnknownKeys();
        }

        return errors.Count == 0 ? options : throw new SimulatorConfigurationException(errors);
    }
}
