using System.Collections.Frozen;
using SmsGateway.Carriers.AzureCommunication;
using SmsGateway.Carriers.EightByEight;
using SmsGateway.Carriers.Generic;
using SmsGateway.Carriers.Infobip;
using SmsGateway.Carriers.MessageMedia;
using SmsGateway.Carriers.Plivo;
using SmsGateway.Carriers.Sinch;
using SmsGateway.Carriers.Telnyx;
using SmsGateway.Carriers.Twilio;
using SmsGateway.Carriers.Vonage;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Carriers;

/// <summary>The carriers this gateway can talk to. Adding one is a folder beside this file and a line in this table.</summary>
public static class CarrierCatalog
{
    /// <summary>As many as the whole process may have.</summary>
    private const int MaxPlaces = 4096;

    /// <summary>One in a quarter of an hour, beyond the life of a code.</summary>
    private const double SlowestRate = 0.001;

    private const double FastestRate = 10_000;

    private static readonly FrozenDictionary<string, Func<ConfigurationReader, CarrierOptions>> Readers =
        new Dictionary<string, Func<ConfigurationReader, CarrierOptions>>
        {
            ["Twilio"] = TwilioOptions.Read,
            ["MessageMedia"] = MessageMediaOptions.Read,
            ["EightByEight"] = EightByEightOptions.Read,
            ["8x8"] = EightByEightOptions.Read,
            ["Vonage"] = VonageOptions.Read,
            ["Infobip"] = InfobipOptions.Read,
            ["Sinch"] = SinchOptions.Read,
            ["Telnyx"] = TelnyxOptions.Read,
            ["AzureCommunication"] = AzureCommunicationOptions.Read,
            ["Plivo"] = PlivoOptions.Read,
            ["Http"] = GenericOptions.Read,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when the kind is missing or unknown, which is then among the errors.</returns>
    public static CarrierOptions? Read(ConfigurationReader reader)
    {
        var kind = reader.Required("Kind");
        if (kind.Length == 0)
        {
            return null;
        }

        if (!Readers.TryGetValue(kind, out var read))
        {
            reader.Error("Kind", $"must be one of {string.Join(", ", Readers.Keys.Order(StringComparer.Ordinal))}");
            return null;
        }

        var options = read(reader) with
        {
            MaxConcurrency = reader.Number("MaxConcurrency", 0, 1, MaxPlaces) is > 0 and var places ? places : null,
            MaxPerSecond = reader.Rate("MaxPerSecond", SlowestRate, FastestRate),
            Senders = ReadSenders(reader.Section("Senders")),
        };
        if (options.AlwaysUseFrom && options.From is null && !options.ChoosesSender)
        {
            reader.Error("From", "is required with AlwaysUseFrom");
        }

        options.Check(reader);
        foreach (var keys in options.SecretNames.ToLookup(secret => secret.Value, secret => secret.Key))
        {
            if (keys.Key.Length > 0 && keys.Count() > 1)
            {
                reader.Error(keys.Last(), $"names the same secret as {keys.First()}");
            }
        }

        reader.RejectUnknownKeys();
        return options;
    }

    private static FrozenDictionary<string, Sender> ReadSenders(ConfigurationReader reader) =>
        RegionKeys
            .Read(reader)
            .Select(key => (key.Region, Sender: reader.Sender(key.Key)))
            .Where(sender => sender.Sender is not null)
            .ToFrozenDictionary(sender => sender.Region, sender => sender.Sender!);
}
