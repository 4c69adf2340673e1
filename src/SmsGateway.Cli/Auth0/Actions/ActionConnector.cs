using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Actions;

/// <summary>
/// Has a newer tenant send by the gateway: the Action first, since Auth0 refuses a custom provider without a deployed one, then
/// the provider. Each step looks at what is there, so a run that was cut off is finished by the next.
/// </summary>
internal sealed class ActionConnector(ManagementApi api, StateFile<ActionState> file, ConnectRun run)
{
    public async Task<int> ConnectAsync(GatewaySide gateway, CancellationToken cancellationToken)
    {
        var state = file.Read();
        var setup = await PhoneSetup.ReadAsync(api, cancellationToken);
        var fingerprint = GatewayAction.Fingerprint(gateway);
        run.Report["mode"] = "action";
        run.Report["state"] = file.Path;
        if (state is { IsFinished: false })
        {
            run.Tell($"An earlier run was cut off. Now: {Describe(setup)}.");
        }

        if (setup is { IsActionOurs: true, IsProviderOurs: true } && state?.Fingerprint == fingerprint)
        {
            return Finish(state);
        }

        if (state is not null && setup.ChangesSince(state) is { Count: > 0 } changes && !run.Force)
        {
            throw new CliException(
                $"Somebody changed the tenant since it was connected: {string.Join("; ", changes)}. Nothing was written. --force goes on; what is there now is then not kept.");
        }

        if (!run.MayChange(Plan(setup, state), $"Do this, and keep what undoing takes in {file.Path}?"))
        {
            return run.Write();
        }

        state = (state ?? NewState(setup)).With(GatewayAction.Code, fingerprint, isFinished: false);
        file.Write(state);
        await WriteActionAsync(setup.Action, gateway, cancellationToken);
        await WriteProviderAsync(setup, cancellationToken);
        var after = await PhoneSetup.ReadAsync(api, cancellationToken);
        if (after is not { IsActionOurs: true, IsProviderOurs: true })
        {
            throw new CliException($"Auth0 took everything, but now there is: {Describe(after)}. Somebody may have written at the same moment; run it again.");
        }

        file.Write(state.With(GatewayAction.Code, fingerprint, isFinished: true));
        run.Report["changed"] = true;
        run.Report["verified"] = true;
        return run.End(
            $"Connected, and read back: the Action is deployed, the phone provider is custom. {file.Path} is needed by 'auth0 disconnect'. "
            + "If the tenant has the switch 'Use Tenant-level Messaging Provider' (Authentication, Passwordless, SMS; Security, Multi-factor Auth, Phone Message), it must be on.");
    }

    private int Finish(ActionState state)
    {
        run.Report["changed"] = false;
        if (state.IsFinished)
        {
            return run.End("Already connected; nothing to do.");
        }

        if (run.IsDry)
        {
            return run.End("Everything is there; without --dry-run, the earlier run is finished.");
        }

        file.Write(state.With(state.Code, state.Fingerprint, isFinished: true));
        run.Report["verified"] = true;
        return run.End("The earlier run had ended before its check: everything is there, and checked now. Connected.");
    }

    private async Task WriteActionAsync(PhoneAction? action, GatewaySide gateway, CancellationToken cancellationToken)
    {
        if (action is null)
        {
            action = await api.CreateActionAsync(GatewayAction.ToCreate(gateway), cancellationToken);
        }
        else
        {
            await api.UpdateActionAsync(action.Id, GatewayAction.ToUpdate(gateway, action.SecretNames), cancellationToken);
        }

        await api.DeployActionAsync(action.Id, cancellationToken);
    }

    private async Task WriteProviderAsync(PhoneSetup setup, CancellationToken cancellationToken)
    {
        if (setup.Provider is null)
        {
            await api.CreateProviderAsync(GatewayAction.Provider, cancellationToken);
        }
        else if (!setup.IsProviderOurs)
        {
            await api.UpdateProviderAsync(setup.Provider.Id, GatewayAction.Provider, cancellationToken);
        }
    }

    private static List<string> Plan(PhoneSetup setup, ActionState? state)
    {
        var plan = new List<string>();
        switch (setup.Action)
        {
            case null:
                plan.Add("+ Action sms-gateway for custom-phone-provider, with its secrets; deployed");
                break;
            case var action when GatewayAction.IsOurs(action.Code):
                plan.Add($"~ Action {action.Name}: this version's code and the given secrets; deployed");
                break;
            case var action:
                plan.Add($"~ Action {action.Name}: its code is kept for disconnect, and replaced by the gateway's; deployed");
                if (action.SecretNames.Count > 0)
                {
                    plan.Add($"! its secrets {string.Join(", ", action.SecretNames)} stay in it, by name; Auth0 shows their values to nobody, so have them at hand");
                }

                break;
        }

        switch (setup.Provider)
        {
            case null:
                plan.Add("+ phone provider custom, for text and voice");
                break;
            case { IsCustom: false } provider:
                plan.Add($"~ phone provider {provider.Name} -> custom, for text and voice");
                if (state?.Provider is null || state.Provider.Name == provider.Name)
                {
                    plan.Add($"! Auth0 does not give the credentials of {provider.Name} back: without its auth token, disconnect cannot restore it");
                }

                break;
            case { Disabled: true }:
                plan.Add("~ phone provider custom: switched on");
                break;
            case var _ when !setup.IsProviderOurs:
                plan.Add("~ phone provider custom: for text and voice");
                break;
        }

        return plan;
    }

    private ActionState NewState(PhoneSetup setup) => new()
    {
        Tenant = api.Tenant,
        Since = run.Now,
        Action = setup.Action is { } action
            ? new OriginalAction
            {
                Id = action.Id,
                Name = action.Name,
                Code = action.Code,
                DeployedCode = action.DeployedCode,
                Runtime = action.Runtime,
                SecretNames = action.SecretNames,
            }
            : null,
        Provider = setup.Provider is { } provider
            ? new OriginalProvider { Id = provider.Id, Name = provider.Name, Disabled = provider.Disabled, Configuration = provider.Configuration }
            : null,
        Code = "",
        Fingerprint = "",
    };

    private static string Describe(PhoneSetup setup)
    {
        var action = setup.Action switch
        {
            null => "no Action for custom-phone-provider",
            _ when setup.IsActionOurs => "the gateway's Action, deployed",
            var found when GatewayAction.IsOurs(found.Code) => $"the gateway's Action, {(found.DeployedCode is null ? "not deployed" : "in another version or with changes that are not deployed")}",
            var found => $"the Action {found.Name}, which is not the gateway's",
        };
        var provider = setup.Provider switch
        {
            null => "no phone provider",
            { Disabled: true } found => $"phone provider {found.Name}, disabled",
            var found => $"phone provider {found.Name}",
        };
        return $"{action}; {provider}";
    }
}
