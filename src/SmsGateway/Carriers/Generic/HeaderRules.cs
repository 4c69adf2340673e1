using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Generic;

/// <summary>Which headers a configuration can set, and to what.</summary>
internal static class HeaderRules
{
    /// <summary>The connection's, the body's, or ours.</summary>
    private static readonly string[] Taken =
    [
        "Host",
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Expect",
        "Accept-Encoding",
        CarrierHttp.IdHeader,
    ];

    /// <returns>What is wrong with the header; null when nothing is.</returns>
    public static string? Mistake(NamedTemplate header)
    {
        if (Taken.Contains(header.Name, StringComparer.OrdinalIgnoreCase) || !CanBeSet(header.Name))
        {
            return "cannot be set: it is no header's name, or belongs to the connection, the body or the gateway";
        }

        if (header.Value.Shape.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return "a header holds printable ASCII only";
        }

        return header.Value.Fields.FirstOrDefault(field => field.IsAnyText) is { } text
            ? $"{{{text.Name}}} cannot stand in a header: it can be any text"
            : null;
    }

    /// <summary>Asks the class that will hold it; of a name that belongs to a body it says no, too.</summary>
    private static bool CanBeSet(string name)
    {
        using var request = new HttpRequestMessage();
        return request.Headers.TryAddWithoutValidation(name, "x");
    }
}
