using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>Options that several commands have, each made anew for its command.</summary>
internal static class Settings
{
    public static Setting Url(bool isRequired = true) =>
        new("--url", "SMS_GATEWAY_URL", "url", "The gateway, such as https://sms.example.com (with or without /api/sms).", isRequired);

    public static SecretSetting OperatorsKey(bool isRequired) => new("--operators-key-file", "SMS_GATEWAY_OPERATORS_KEY", "operators' key", isRequired);

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask." };

    public static Option<bool> Reveal() => new("--reveal") { Description = "Show texts, codes and whole numbers." };
}
