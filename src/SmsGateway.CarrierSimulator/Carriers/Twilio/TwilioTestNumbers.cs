namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>
/// Twilio's published test numbers (https://www.twilio.com/docs/iam/test-credentials) and their codes. There any other
/// sender is refused, too; here it passes, because a gateway under test has its own.
/// </summary>
internal static class TwilioTestNumbers
{
    /// <summary>The error code that these numbers bring about; null for none.</summary>
    public static int? ErrorOf(bool isCall, string to, string? from) => isCall ? OfCall(to, from) : OfMessage(to, from);

    private static int? OfMessage(string to, string? from) => (to, from) switch
    {
        ("+15005550001", _) => 21211,
        ("+15005550002", _) => 21612,
        ("+15005550003", _) => 21408,
        ("+15005550004", _) => 21610,
        ("+15005550009", _) => 21614,
        (_, "+15005550001") => 21212,
        (_, "+15005550007") => 21606,
        (_, "+15005550008") => 21611,
        _ => null,
    };

    private static int? OfCall(string to, string? from) => (to, from) switch
    {
        ("+15005550001", _) => 21217,
        ("+15005550002", _) => 21214,
        ("+15005550003", _) => 21215,
        ("+15005550004", _) => 21216,
        (_, "+15005550001") => 21212,
        _ => null,
    };
}
