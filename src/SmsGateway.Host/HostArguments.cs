using System.Reflection;
using SmsGateway.Configuration;

namespace SmsGateway.Host;

/// <summary>
/// The Host's command line. It is one more place for settings, and what reads settings ignores whatever it does not know; here it
/// is told instead.
/// </summary>
internal static class HostArguments
{
    private const string Help = """
        SMS gateway for Auth0's one-time codes.

        Usage: SmsGateway.Host [--urls <address>] [--<Section>:<Key>=<value> ...]

          --urls <address>          Where it listens; several with a semicolon between. Default: http://127.0.0.1:7071
          --Gateway:...=<value>     Callers, carriers, routes and delivery, such as --Gateway:Delivery:TimeToLive=00:03:00
          --Store:...=<value>       Where messages are kept, such as --Store:Path=/var/lib/sms-gateway
          --KeyVault:Uri=<address>  Where the secrets are
          --Logging:...=<value>     What is logged, such as --Logging:LogLevel:Default=Warning
          --log-format <format>     text, or json: an object on a line for programs. Default: text
          --environment <name>      Reads appsettings.<name>.json too
          --contentRoot <folder>    Where appsettings.json is. Default: the current folder
          --help, --version

        Settings are read from appsettings.json, from environment variables (Gateway__Delivery__TimeToLive) and from here; the later
        wins. Secrets belong in none of these lines, which other users of the machine see. docs/configuration.md has every setting.
        """;

    private static readonly string[] Words =
    [
        "urls",
        "environment",
        "contentRoot",
        "applicationName",
        LogFormats.Argument,
    ];

    private static readonly string[] Sections = ["Gateway", "Secrets", "Store", "KeyVault", "Logging", "Kestrel"];

    /// <summary>What people write who mean something else of ours.</summary>
    private static readonly Dictionary<string, string> Meant = new(StringComparer.OrdinalIgnoreCase)
    {
        ["port"] = "--urls http://127.0.0.1:<port>",
        ["host"] = "--urls http://<address>:7071",
        ["address"] = "--urls http://<address>:7071",
        ["bind"] = "--urls http://<address>:7071",
        ["listen"] = "--urls http://<address>:7071",
        ["config"] = "--contentRoot <the folder of appsettings.json>",
        ["data"] = "--Store:Path=<folder>",
        ["path"] = "--Store:Path=<folder>",
        ["vault"] = "--KeyVault:Uri=<address>",
        ["loglevel"] = "--Logging:LogLevel:Default=<level>",
        ["verbose"] = "--Logging:LogLevel:Default=Debug",
    };

    /// <returns>What was asked for instead of a gateway; null when a gateway was.</returns>
    public static string? Answer(IReadOnlyList<string> arguments) =>
        arguments.Any(argument => argument is "--help" or "-h" or "-?" or "/?") ? Help
        : arguments.Contains("--version")
            ? typeof(HostArguments)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion
        : null;

    /// <summary>Every argument that would be ignored, with what may have been meant; never with a value.</summary>
    public static IReadOnlyList<string> Mistakes(IReadOnlyList<string> arguments)
    {
        var mistakes = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var end = argument.IndexOf('=', StringComparison.Ordinal);
            var key = end < 0 ? argument : argument[..end];
            if (!key.StartsWith("--", StringComparison.Ordinal))
            {
                // A value in a wrong place may be a secret.
                mistakes.Add(
                    key.StartsWith('-')
                        ? $"{key}: is no argument. {SeeHelp}"
                        : $"Argument {i + 1}: has no name; arguments are written --name=value. {SeeHelp}"
                );
                continue;
            }

            if (Mistake(key[2..]) is { } mistake)
            {
                mistakes.Add($"{key}: {mistake}");
            }
            else if (
                end < 0
                && (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            )
            {
                mistakes.Add($"{key}: has no value");
            }

            // The value is the next argument, whether the name is known or not.
            i += end < 0 && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-') ? 1 : 0;
        }

        return mistakes;
    }

    private static string SeeHelp => "--help lists what there is.";

    private static string? Mistake(string name)
    {
        var section = name.Split(':', 2)[0];
        if (Has(Words, name) || (name.Contains(':', StringComparison.Ordinal) && Has(Sections, section)))
        {
            return null;
        }

        if (name.Contains("__", StringComparison.Ordinal))
        {
            return $"is written --{name.Replace("__", ":", StringComparison.Ordinal)} here; underscores are for environment variables";
        }

        if (Meant.TryGetValue(name, out var meant))
        {
            return $"is not known; {meant} is";
        }

        var near = Words.Concat(Sections).MinBy(known => Spelling.Distance(known, section))!;
        return Spelling.Distance(near, section) > 2 ? $"is not known. {SeeHelp}"
            : Has(Words, near) ? $"is not known; did you mean --{near}?"
            : $"is not known; did you mean --{near}:...?";
    }

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
