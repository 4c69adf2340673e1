using System.CommandLine;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Cli.Auth0.Status;

/// <summary>A request signed as Auth0 would sign it, with an empty message: the gateway refuses it only after it has accepted the token.</summary>
internal static class GatewayProbe
{
    /// <summary>For a command's options.</summary>
    public static Option<bool> Without() =>
        new("--no-probe") { Description = "Do not try the gateway with a signed, empty message." };

    /// <param name="environment">Carries the request.</param>
    /// <param name="address">The gateway's, with a slash at its end.</param>
    /// <param name="caller">Signs.</param>
    public static async Task<Finding> TryAsync(
        CliEnvironment environment,
        Uri address,
        TokenCaller caller,
        CancellationToken cancellationToken
    )
    {
        using var gateway = new GatewayClient(environment, address, operatorsKey: null);
        try
        {
            var answer = await gateway.ProbeAsync(caller, environment.Time.GetUtcNow(), cancellationToken);
            return answer.IsForKnownCaller
                ? Finding.Good("The gateway accepts a token signed with these values (tried with an empty message).")
                : Finding.Wrong(
                    $"The gateway does not accept a token signed with these values ({answer.Status}).",
                    AnswerHints.For(answer, gateway.AcceptAddress)
                );
        }
        catch (CliException e)
        {
            return Finding.Wrong(e.Message, "start the gateway, or correct the address.");
        }
    }
}
