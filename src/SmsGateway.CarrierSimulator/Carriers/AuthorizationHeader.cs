using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>The Authorization header, and its comparison in constant time.</summary>
internal static class AuthorizationHeader
{
    /// <summary>The part after the scheme; null when there is not exactly one header of this scheme.</summary>
    public static string? Parameter(HttpRequest request, string scheme)
    {
        var header = request.Headers.Authorization;
        return
            header is [{ } value]
            && value.Length > scheme.Length
            && value[scheme.Length] == ' '
            && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? value[(scheme.Length + 1)..].Trim()
            : null;
    }

    public static bool Equal(string? given, string expected) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(given.AsSpan()),
            MemoryMarshal.AsBytes(expected.AsSpan())
        );

    public static string Basic(string user, string password) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
}
