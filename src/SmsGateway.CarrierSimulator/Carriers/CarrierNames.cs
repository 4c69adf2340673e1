using System.Collections.Immutable;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>Carriers as the control endpoints and the page write them.</summary>
internal static class CarrierNames
{
    public static readonly ImmutableArray<Carrier> All = [Carrier.Twilio, Carrier.MessageMedia, Carrier.EightByEight];

    public static string Of(Carrier carrier) => carrier switch
    {
        Carrier.Twilio => "twilio",
        Carrier.MessageMedia => "messagemedia",
        Carrier.EightByEight => "8x8",
        _ => throw new ArgumentOutOfRangeException(nameof(carrier)),
    };

    public static Carrier? Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "TWILIO" => Carrier.Twilio,
        "MESSAGEMEDIA" => Carrier.MessageMedia,
        "8X8" or "EIGHTBYEIGHT" => Carrier.EightByEight,
        _ => null,
    };
}
