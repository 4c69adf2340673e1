using System.CommandLine;
using System.Globalization;

namespace SmsGateway.Cli.Commands;

/// <summary>Options that several commands have, each made anew for its command.</summary>
internal static class Settings
{
    public static Setting Url(bool isRequired = true) =>
        new(
            "--url",
            "SMS_GATEWAY_URL",
            "url",
            "The gateway, such as https://sms.example.com (with or without /api/sms).",
            isRequired
        );

    public static SecretSetting OperatorsKey(bool isRequired) =>
        new("--operators-key-file", "SMS_GATEWAY_OPERATORS_KEY", "operators' key", isRequired);

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask." };

    public static Option<bool> Reveal() => new("--reveal") { Description = "Show texts, codes and whole numbers." };

    public static Option<int> Count(string name, int byDefault, int min, int max, string description) =>
        Number(
            name,
            "count",
            byDefault,
            description,
            $"a number{(max == int.MaxValue ? $", {min} or more" : $" from {min} to {max}")}",
            text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count >= min
                && count <= max
                    ? count
                    : null
        );

    public static Option<int> Seconds(string name, int byDefault, string description) =>
        Number(
            name,
            "seconds",
            byDefault,
            $"{description} 5m and 1h are understood too.",
            "a number of seconds, 0 or more",
            SecondsIn
        );

    /// <summary>How long something is to last; null when it is not given.</summary>
    public static Option<TimeSpan?> Length(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "time",
            CustomParser = result =>
            {
                if (SecondsIn(result.Tokens.Single().Value) is > 0 and var seconds)
                {
                    return TimeSpan.FromSeconds(seconds);
                }

                result.AddError($"{name} must be a time such as 30m, 1h or 7d.");
                return null;
            },
        };

    /// <summary>A number of seconds, or of a unit behind it.</summary>
    private static int? SecondsIn(string text)
    {
        var factor = text switch
        {
            [.., 's'] => 1,
            [.., 'm'] => 60,
            [.., 'h'] => 3600,
            [.., 'd'] => 86_400,
            _ => 0,
        };
        return
            int.TryParse(
                factor == 0 ? text : text[..^1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            && count <= int.MaxValue / Math.Max(factor, 1)
            ? count * Math.Max(factor, 1)
            : null;
    }

    private static Option<int> Number(
        string name,
        string helpName,
        int byDefault,
        string description,
        string wanted,
        Func<string, int?> read
    ) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => byDefault,
            CustomParser = result =>
            {
                if (read(result.Tokens.Single().Value) is { } number)
                {
                    return number;
                }

                result.AddError($"{name} must be {wanted}.");
                return byDefault;
            },
        };
}
