using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.Testing;

/// <summary>Made afresh for every run and known to nobody else. A class, not a record: nothing prints it.</summary>
internal sealed class RunSecrets
{
    public string CallerSecret { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>Who posts, with the names of the README.</summary>
    public Caller Auth0 => new("auth0", "urn:Auth0", "urn:sms-gateway", CallerSecret);

    public string TwilioAccountSid { get; } = "AC" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string TwilioAuthToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string MessageMediaKey { get; } = RandomNumberGenerator.GetHexString(20);

    public string MessageMediaSecret { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    public string EightByEightKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    public string OperatorsKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>Everything that must never stand in a log, in each form in which it goes over a wire.</summary>
    public IEnumerable<string> Needles =>
        [
            CallerSecret,
            TwilioAuthToken,
            MessageMediaKey,
            MessageMediaSecret,
            EightByEightKey,
            OperatorsKey,
            Basic(TwilioAccountSid, TwilioAuthToken),
            Basic(MessageMediaKey, MessageMediaSecret),
        ];

    private static string Basic(string user, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
