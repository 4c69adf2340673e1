namespace SmsGateway.CarrierSimulator.Configuration;

/// <summary>The account's own credentials and, optionally, one API key's. A class, not a record: nothing prints it.</summary>
internal sealed class TwilioCredentials(string accountSid, string authToken, string? apiKeySid, string? apiKeySecret)
{
    public string AccountSid => accountSid;

    public string AuthToken => authToken;

    public string? ApiKeySid => apiKeySid;

    public string? ApiKeySecret => apiKeySecret;

    public static TwilioCredentials? Read(SettingsReader reader)
    {
        var account = reader.Together("AccountSid", "AuthToken");
        var apiKey = reader.Together("ApiKeySid", "ApiKeySecret");
        if (account is null && apiKey is not null)
        {
            reader.Error("AccountSid", "is missing; an API key needs its account's AccountSid and AuthToken too");
        }

        return account is null ? null : new TwilioCredentials(account[0], account[1], apiKey?[0], apiKey?[1]);
    }
}
