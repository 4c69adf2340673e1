using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;

namespace SmsGateway.Cli.Auth0.Status;

/// <summary>What is wrong with the Action and the phone provider by which a newer tenant sends; a function of them alone.</summary>
internal static class ActionChecks
{
    private const string Connect = "run 'sms-gateway auth0 connect --mode action'";
    private static readonly string[] SecretNames = ["GATEWAY_URL", "SIGNING_SECRET", "SUBJECT", "AUDIENCE"];

    /// <param name="action">Null: there is none.</param>
    /// <param name="mayReadActions">Whether the token is allowed to look.</param>
    /// <param name="provider">The tenant's.</param>
    /// <param name="state">What connect wrote last from here.</param>
    /// <param name="fingerprint">Of the given values, if all are given.</param>
    public static IReadOnlyList<Finding> Check(
        PhoneAction? action,
        bool mayReadActions,
        PhoneProvider provider,
        ActionState? state,
        string? fingerprint
    )
    {
        var findings = new List<Finding>();
        CheckProvider(provider, findings);
        if (!mayReadActions)
        {
            findings.Note("The Action cannot be seen: the token lacks the scope read:actions.", "grant it");
        }
        else if (provider.IsCustom)
        {
            CheckAction(action, findings);
        }

        if (state is { IsFinished: false })
        {
            findings.Wrong("The last connect from here was not finished.", $"{Connect} again");
        }
        else if (state is not null && fingerprint is not null && action is not null && state.Fingerprint != fingerprint)
        {
            findings.Wrong(
                "The Action was given another address, subject, audience, secret or code than the given ones.",
                Connect
            );
        }

        return findings;
    }

    private static void CheckProvider(PhoneProvider provider, List<Finding> findings)
    {
        if (!provider.IsCustom)
        {
            findings.Wrong(
                $"The tenant's phone provider is {provider.Name}: every code goes there, and no connection's gateway is called.",
                Connect
            );
        }
        else if (provider.Disabled)
        {
            findings.Wrong("The phone provider is switched off.", Connect);
        }
        else
        {
            findings.Add(
                provider.HasMethods(GatewayAction.Methods)
                    ? Finding.Good("The phone provider is custom, for text and voice.")
                    : Finding.Note("The phone provider is not for both text and voice.", Connect)
            );
        }
    }

    private static void CheckAction(PhoneAction? action, List<Finding> findings)
    {
        if (action is null)
        {
            findings.Wrong(
                "There is no Action for custom-phone-provider, though the phone provider is custom.",
                Connect
            );
            return;
        }

        if (action.DeployedCode is null)
        {
            findings.Wrong($"The Action {action.Name} is not deployed: nothing is sent.", $"deploy it, or {Connect}");
        }
        else if (!GatewayAction.IsOurs(action.DeployedCode))
        {
            findings.Wrong($"The Action {action.Name} is not the gateway's.", Connect);
        }
        else if (action.DeployedCode != GatewayAction.Code)
        {
            findings.Wrong(
                $"The Action {action.Name} runs another version of the gateway's code, or an edited one.",
                Connect
            );
        }
        else
        {
            findings.Good($"The Action {action.Name} is deployed, in this version.");
        }

        if (action.DeployedCode is not null && (!action.IsAllDeployed || action.Code != action.DeployedCode))
        {
            findings.Wrong(
                $"The Action {action.Name} has changes that are not deployed.",
                $"deploy them, or {Connect}"
            );
        }

        foreach (var name in SecretNames.Except(action.SecretNames))
        {
            findings.Wrong($"The Action {action.Name} lacks the secret {name}: it drops every message.", Connect);
        }
    }
}
