using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>Who may call a function: the key is in <c>x-functions-key</c> or <c>?code=</c>.</summary>
internal sealed class FunctionKeys(HostSettings settings)
{
    private readonly string? _master = settings.Values.GetValueOrDefault(FunctionsHostOptions.MasterKeySetting);
    private readonly string? _function = settings.Values.GetValueOrDefault(FunctionsHostOptions.FunctionKeySetting);

    /// <param name="level">The function's authorization level: Anonymous, Function or Admin.</param>
    /// <param name="request">What asks to come in.</param>
    /// <param name="name">As the platform calls the key that let it in; null where none is asked for.</param>
    public bool Admit(string? level, HttpRequest request, out string? name)
    {
        name = null;
        if (settings.IsDevelopment || string.Equals(level, "Anonymous", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var key = request.Headers.TryGetValue("x-functions-key", out var header)
            ? header.ToString()
            : request.Query["code"].ToString();
        name =
            IsSame(key, _master) ? "master"
            : IsSame(key, _function) && string.Equals(level, "Function", StringComparison.OrdinalIgnoreCase) ? "default"
            : null;
        return name is not null;
    }

    private static bool IsSame(string given, string? wanted) =>
        wanted is { Length: > 0 }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));
}
