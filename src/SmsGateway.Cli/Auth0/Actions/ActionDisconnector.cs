using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Actions;

/// <summary>Puts a newer tenant's phone provider and Action back: the provider first, so that it never points at nothing.</summary>
internal sealed class ActionDisconnector(ManagementApi api, StateFile<ActionState> file, ConnectRun run)
{
    /// <param name="twilioToken">The former provider's auth token, if it was Twilio.</param>
    /// <param name="cancellationToken">Ends it between two steps; a next run goes on.</param>
    public async Task<int> DisconnectAsync(Sensitive? twilioToken, CancellationToken cancellationToken)
    {
        run.Report["mode"] = "action";
        run.Report["state"] = file.Path;
        if (file.Read() is not { } state)
        {
            throw new CliException($"There is no undo file {file.Path}: the tenant was not connected from here, or --state names another folder. What was there before is not known.");
        }

        var setup = await PhoneSetup.ReadAsync(api, cancellationToken);
        if (setup.IsAsBefore(state))
        {
            if (!run.IsDry)
            {
                file.Delete();
            }

            return run.End("Phone provider and Action are already as they were; there is nothing to put back.");
        }

        if (setup.ChangesSince(state) is { Count: > 0 } changes && !run.Force)
        {
            throw new CliException($"Somebody changed the tenant since it was connected: {string.Join("; ", changes)}. Nothing was written. --force puts the former back all the same.");
        }

        var provider = ProviderBody(state, twilioToken, setup);
        if (!run.MayChange(Plan(setup, state), "Put this back?"))
        {
            return run.Write();
        }

        await PutProviderBackAsync(setup, provider, cancellationToken);
        await PutActionBackAsync(setup.Action, state.Action, cancellationToken);
        if (!(await PhoneSetup.ReadAsync(api, cancellationToken)).IsAsBefore(state))
        {
            throw new CliException($"Auth0 took everything, but it is not as it was; somebody may have written at the same moment. {file.Path} is kept; run it again.");
        }

        file.Delete();
        run.Report["changed"] = true;
        run.Report["verified"] = true;
        return run.End("Put back, and read back. The undo file is deleted.");
    }

    /// <returns>JSON text with the configuration as it stood; null: there was none.</returns>
    /// <exception cref="CliException">It cannot be restored without its auth token.</exception>
    private static string? ProviderBody(ActionState state, Sensitive? twilioToken, PhoneSetup setup)
    {
        if (state.Provider is not { } original)
        {
            return null;
        }

        var body = JsonObjectText.Parse("{}");
        body.Set("name", JsonSerializer.Serialize(original.Name));
        body.Set("disabled", original.Disabled ? "true" : "false");
        body.Set("configuration", original.Configuration);
        if (original.Name != PhoneProvider.Twilio)
        {
            body.Set("credentials", "{}");
        }
        else if (setup.Provider?.Name != PhoneProvider.Twilio)
        {
            var token = twilioToken?.Reveal() ?? throw CliException.Usage(
                "The former phone provider was Twilio, and Auth0 never gave its auth token away: set TWILIO_AUTH_TOKEN, or name a file that holds it with --twilio-token-file. Nothing was written.");
            body.Set("credentials", $"{{\"auth_token\":{JsonSerializer.Serialize(token)}}}");
        }

        return body.ToString();
    }

    private async Task PutProviderBackAsync(PhoneSetup setup, string? original, CancellationToken cancellationToken)
    {
        if (original is null)
        {
            if (setup.Provider is { } added)
            {
                await api.DeleteProviderAsync(added.Id, cancellationToken);
            }
        }
        else if (setup.Provider is { } present)
        {
            await api.UpdateProviderAsync(present.Id, original, cancellationToken);
        }
        else
        {
            await api.CreateProviderAsync(original, cancellationToken);
        }
    }

    private async Task PutActionBackAsync(PhoneAction? present, OriginalAction? original, CancellationToken cancellationToken)
    {
        if (original is null)
        {
            if (present is not null)
            {
                await api.DeleteActionAsync(present.Id, cancellationToken);
            }

            return;
        }

        if (present is null)
        {
            throw new CliException($"The Action {original.Name} was deleted since; its code is in {file.Path}, the values of its secrets are not known.");
        }

        var deployed = original.DeployedCode ?? original.Code;
        await api.UpdateActionAsync(present.Id, Body(original, deployed), cancellationToken);
        if (original.DeployedCode is not null)
        {
            await api.DeployActionAsync(present.Id, cancellationToken);
        }

        if (original.Code != deployed)
        {
            await api.UpdateActionAsync(present.Id, Body(original, original.Code), cancellationToken);
        }
    }

    private static JsonObject Body(OriginalAction original, string code)
    {
        var body = new JsonObject { ["code"] = code, ["secrets"] = GatewayAction.Keep(original.SecretNames) };
        if (original.Runtime is not null)
        {
            body["runtime"] = original.Runtime;
        }

        return body;
    }

    private static List<string> Plan(PhoneSetup setup, ActionState state)
    {
        var plan = new List<string>();
        if (setup.Provider is { } provider && provider.Name != state.Provider?.Name)
        {
            plan.Add(state.Provider is { } former ? $"~ phone provider {provider.Name} -> {former.Name}" : $"- phone provider {provider.Name}");
        }
        else if (setup.Provider is null && state.Provider is { } missing)
        {
            plan.Add($"+ phone provider {missing.Name}");
        }

        if (setup.Action is { } action)
        {
            plan.Add(state.Action is null ? $"- Action {action.Name}" : $"~ Action {action.Name}: the code of {state.Since:u}");
        }

        return plan;
    }
}
