namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>The companies whose APIs are stood in for.</summary>
internal enum Carrier
{
    Twilio,
    MessageMedia,
    EightByEight,
}
