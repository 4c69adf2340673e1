namespace SmsGateway.Testing;

/// <summary>How this machine reaches what listens on all its addresses.</summary>
public static class Loopback
{
    public static Uri Of(Uri address) =>
        address.Host is "0.0.0.0" or "[::]" or "+" or "*"
            ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri
            : address;
}
