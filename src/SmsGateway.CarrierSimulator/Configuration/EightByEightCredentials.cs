namespace SmsGateway.CarrierSimulator.Configuration;

/// <summary>The subaccount in the path and the bearer key. A class, not a record: nothing prints it.</summary>
internal sealed class EightByEightCredentials(string subAccountId, string apiKey)
{
    public string SubAccountId => subAccountId;

    public string ApiKey => apiKey;
}
