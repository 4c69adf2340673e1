namespace SmsGateway.CarrierSimulator.Configuration;

/// <summary>One API key with its secret; the same pair serves Basic and HMAC. A class, not a record: nothing prints it.</summary>
internal sealed class MessageMediaCredentials(string apiKey, string apiSecret)
{
    public string ApiKey => apiKey;

    public string ApiSecret => apiSecret;
}
