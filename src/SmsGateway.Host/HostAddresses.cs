using System.Net;

namespace SmsGateway.Host;

/// <summary>Where the Host listens.</summary>
internal static class HostAddresses
{
    public const string Default = "http://127.0.0.1:7071";

    /// <returns>What a setting says: addresses, or ports on all addresses, as images of ASP.NET Core have it; null when none does.</returns>
    public static string? Given(IConfiguration configuration) =>
        configuration["urls"] is { Length: > 0 } urls ? urls
        : configuration["http_ports"] is { Length: > 0 } ports ? ports
        : null;

    /// <summary>What would only be found when everything else has started.</summary>
    public static IEnumerable<string> Mistakes(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Mistake).OfType<string>().Distinct();

    private static string? Mistake(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url.Trim());
            return address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
                    ? "--urls: the Host speaks http only; put a proxy that ends TLS before it"
                : address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
                && address.PathBase.Length == 0
                && address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
                    ? null
                : NotOne;
        }
        catch (FormatException)
        {
            return NotOne;
        }
    }

    private static string NotOne =>
        $"--urls: must be http://, an address and a port, such as {Default} (ASPNETCORE_URLS, too)";
}
