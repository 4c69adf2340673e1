namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>What Auth0's schema of an sms connection allows, in characters.</summary>
internal static class Auth0Limits
{
    public const int Url = 255;
    public const int Method = 20;
    public const int Subject = 64;
    public const int Audience = 128;
    public const int Secret = 5120;
    public const int Template = 5120;
    public const int From = 128;
}
