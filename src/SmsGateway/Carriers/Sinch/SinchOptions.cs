using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Sinch;

/// <summary>Where the service plan is; it is known there only.</summary>
public enum SinchRegion
{
    /// <summary>us.sms.api.sinch.com.</summary>
    Us,

    /// <summary>eu.sms.api.sinch.com.</summary>
    Eu,

    /// <summary>au.sms.api.sinch.com.</summary>
    Au,

    /// <summary>br.sms.api.sinch.com.</summary>
    Br,

    /// <summary>ca.sms.api.sinch.com.</summary>
    Ca,
}

/// <summary>Which delivery reports the carrier calls the service plan's address for. They can be read from it without.</summary>
public enum SinchDeliveryReport
{
    /// <summary>None. A plan that has no address refuses a message that asks for any.</summary>
    None,

    /// <summary>One for the message, with counts.</summary>
    Summary,

    /// <summary>One for the message, with numbers.</summary>
    Full,

    /// <summary>One at every change.</summary>
    PerRecipient,

    /// <summary>One at the end.</summary>
    PerRecipientFinal,
}

/// <summary>Settings of a carrier of kind Sinch.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Default by the setting <c>Region</c>, which itself is <see cref="SinchRegion.Us"/> by default.</param>
/// <param name="From">Sender when the message has none; without either the carrier chooses, if the plan has a default originator.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="ServicePlanId">Part of the path.</param>
/// <param name="ApiTokenSecretName">Names the service plan's API token.</param>
/// <param name="DeliveryReport">Default <see cref="SinchDeliveryReport.None"/>.</param>
public sealed record SinchOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string ServicePlanId,
    string ApiTokenSecretName,
    SinchDeliveryReport DeliveryReport
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string> { [nameof(ApiTokenSecretName)] = ApiTokenSecretName };

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new SinchCarrier(this, http, secrets);

    public static SinchOptions Read(ConfigurationReader reader)
    {
        var plan = reader.Required(nameof(ServicePlanId));
        if (!plan.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            reader.Error(nameof(ServicePlanId), "may hold letters, digits, dashes and underscores only");
        }

        var region = reader.Choice("Region", SinchRegion.Us).ToString().ToLowerInvariant();
        return new SinchOptions(
            reader.Name,
            reader.Address("BaseAddress", $"https://{region}.sms.api.sinch.com/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            plan,
            reader.Required(nameof(ApiTokenSecretName)),
            reader.Choice(nameof(DeliveryReport), SinchDeliveryReport.None)
        );
    }
}
