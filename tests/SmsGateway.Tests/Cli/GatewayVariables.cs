using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Cli;

/// <summary>The tool's environment variables.</summary>
internal static class GatewayVariables
{
    /// <summary>That fit the gateway of the fixture.</summary>
    public static Dictionary<string, string> Of(GatewayFixture gateway) => At(gateway.Gateway.BaseAddress!.ToString());

    public static Dictionary<string, string> At(string url) =>
        new()
        {
            ["SMS_GATEWAY_URL"] = url,
            ["SMS_GATEWAY_SUBJECT"] = TokenFactory.Subject,
            ["SMS_GATEWAY_AUDIENCE"] = TokenFactory.Audience,
            ["SMS_GATEWAY_SIGNING_SECRET"] = TokenFactory.Secret,
            ["SMS_GATEWAY_OPERATORS_KEY"] = GatewayFixture.OperatorsKey,
        };

    public static Dictionary<string, string> With(this Dictionary<string, string> variables, string name, string? value)
    {
        variables.Remove(name);
        if (value is not null)
        {
            variables[name] = value;
        }

        return variables;
    }
}
