using System.Text.Json.Nodes;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Actions;

/// <summary>
/// A newer tenant's phone provider with its Action. The Action is made first, since Auth0 refuses a custom provider without a
/// deployed one; undone, the provider goes first, so that it never points at nothing.
/// </summary>
/// <param name="api">Of the tenant.</param>
/// <param name="run">Hears what there is to tell.</param>
/// <param name="gateway">Where messages are to go; null for whoever only undoes.</param>
/// <param name="twilioToken">The former provider's auth token, if it was Twilio and is to come back.</param>
internal sealed class ActionSide(
    ManagementApi api,
    ChangeRun run,
    GatewayCredentials? gateway = null,
    Sensitive? twilioToken = null
) : ITenantSide<ActionState>
{
    private PhoneSetup _setup = new(null, null);

    public string Mode => ChangeSettings.Action;

    public string Remark =>
        "If the tenant has the switch 'Use Tenant-level Messaging Provider' (Authentication, Passwordless, SMS; Security, Multi-factor Auth, Phone Message), it must be on.";

    private string Fingerprint => GatewayAction.Fingerprint(gateway!);

    public override string ToString() => "the phone provider with its Action";

    public async Task<TenantFound> ReadAsync(ActionState? state, CancellationToken cancellationToken)
    {
        _setup = await PhoneSetup.ReadAsync(api, cancellationToken);
        if (state is { IsFinished: false })
        {
            run.Tell($"An earlier run was cut off. Now: {_setup}.");
        }

        return !IsConnected(state) ? _setup.Find(state)
            : state!.IsFinished ? TenantFound.Written
            : TenantFound.Unfinished;
    }

    public bool IsConnected(ActionState? state) =>
        gateway is not null && _setup.IsOurs && state?.Fingerprint == Fingerprint;

    public IReadOnlyList<string> ChangesSince(ActionState state) => _setup.ChangesSince(state);

    public IReadOnlyList<string> Plan(ActionState? state)
    {
        var plan = new List<string>();
        switch (_setup.Action)
        {
            case null:
                plan.Add("+ Action sms-gateway for custom-phone-provider, with its secrets; deployed");
                break;
            case var action when GatewayAction.IsOurs(action.Code):
                plan.Add($"~ Action {action.Name}: this version's code and the given secrets; deployed");
                break;
            case var action:
                plan.Add(
                    $"~ Action {action.Name}: its code is kept for disconnect, and replaced by the gateway's; deployed"
                );
                if (action.SecretNames.Count > 0)
                {
                    plan.Add(
                        $"! its secrets {string.Join(", ", action.SecretNames)} stay in it, by name; Auth0 shows their values to nobody, so have them at hand"
                    );
                }

                break;
        }

        switch (_setup.Provider)
        {
            case null:
                plan.Add("+ phone provider custom, for text and voice");
                break;
            case { IsCustom: false } provider:
                plan.Add($"~ phone provider {provider.Name} -> custom, for text and voice");
                if (state?.Provider is null || state.Provider.Name == provider.Name)
                {
                    plan.Add(
                        $"! Auth0 does not give the credentials of {provider.Name} back: without its auth token, disconnect cannot restore it"
                    );
                }

                break;
            case { Disabled: true }:
                plan.Add("~ phone provider custom: switched on");
                break;
            case var _ when !_setup.IsProviderOurs:
                plan.Add("~ phone provider custom: for text and voice");
                break;
        }

        return plan;
    }

    public Task<ActionState> KeepAsync(ActionState? state, CancellationToken cancellationToken) =>
        Task.FromResult(
            (
                state
                ?? new ActionState
                {
                    Tenant = api.Tenant,
                    Since = run.Now,
                    Action = _setup.Action,
                    Provider = _setup.Provider,
                    Code = "",
                    Fingerprint = "",
                }
            ) with
            {
                Code = GatewayAction.Code,
                Fingerprint = Fingerprint,
                IsFinished = false,
            }
        );

    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        var id =
            _setup.Action?.Id
            ?? await api.CreateActionAsync(GatewayAction.ToCreate(gateway!).ToJsonString(), cancellationToken);
        if (_setup.Action is { } present)
        {
            await WriteAsync(id, GatewayAction.ToUpdate(gateway!, present.SecretNames), cancellationToken);
        }

        await api.DeployActionAsync(id, cancellationToken);
        if (!_setup.IsProviderOurs)
        {
            await WriteProviderAsync(GatewayAction.Provider, cancellationToken);
        }

        _setup = await PhoneSetup.ReadAsync(api, cancellationToken);
        return _setup.IsOurs ? [] : [$"{_setup}"];
    }

    public ActionState Finished(ActionState state) => state with { IsFinished = true };

    public IReadOnlyList<string> PlanUndo(ActionState state)
    {
        if (
            state.Provider?.Name == PhoneProvider.Twilio
            && _setup.Provider?.Name != PhoneProvider.Twilio
            && twilioToken is null
        )
        {
            throw CliException.Usage(
                "The former phone provider was Twilio, and Auth0 never gave its auth token away: set TWILIO_AUTH_TOKEN, or name a file that holds it with --twilio-token-file. Nothing was written."
            );
        }

        var plan = new List<string>();
        if (_setup.Provider is { } provider && provider.Name != state.Provider?.Name)
        {
            plan.Add(
                state.Provider is { } former
                    ? $"~ phone provider {provider.Name} -> {former.Name}"
                    : $"- phone provider {provider.Name}"
            );
        }
        else if (_setup.Provider is null && state.Provider is { } missing)
        {
            plan.Add($"+ phone provider {missing.Name}");
        }

        if (_setup.Action is { } action)
        {
            plan.Add(
                state.Action is null
                    ? $"- Action {action.Name}"
                    : $"~ Action {action.Name}: the code of {state.Since:u}"
            );
        }

        return plan;
    }

    public async Task<IReadOnlyList<string>> UndoAsync(ActionState state, CancellationToken cancellationToken)
    {
        await PutProviderBackAsync(state.Provider, cancellationToken);
        await PutActionBackAsync(state.Action, cancellationToken);
        _setup = await PhoneSetup.ReadAsync(api, cancellationToken);
        return _setup.IsAsBefore(state) ? [] : [$"{_setup}"];
    }

    private async Task PutProviderBackAsync(PhoneProvider? original, CancellationToken cancellationToken)
    {
        if (original is not null)
        {
            await WriteProviderAsync(Body(original, _setup.Provider?.Name), cancellationToken);
        }
        else if (_setup.Provider is { } added)
        {
            await api.DeleteAsync(ManagedKind.PhoneProvider, added.Id, cancellationToken);
        }
    }

    private Task WriteProviderAsync(string provider, CancellationToken cancellationToken) =>
        _setup.Provider is { } present
            ? api.UpdateAsync(ManagedKind.PhoneProvider, present.Id, provider, cancellationToken)
            : api.CreateAsync(ManagedKind.PhoneProvider, provider, cancellationToken);

    private Task WriteAsync(string id, JsonObject action, CancellationToken cancellationToken) =>
        api.UpdateAsync(ManagedKind.Action, id, action.ToJsonString(), cancellationToken);

    private async Task PutActionBackAsync(PhoneAction? original, CancellationToken cancellationToken)
    {
        var present = _setup.Action;
        if (original is null)
        {
            if (present is not null)
            {
                await api.DeleteAsync(ManagedKind.Action, present.Id, cancellationToken);
            }

            return;
        }

        if (present is null)
        {
            throw new CliException(
                $"The Action {original.Name} was deleted since; its code is in the undo file, the values of its secrets are not known."
            );
        }

        var deployed = original.DeployedCode ?? original.Code;
        await WriteAsync(present.Id, Body(original, deployed), cancellationToken);
        if (original.DeployedCode is not null)
        {
            await api.DeployActionAsync(present.Id, cancellationToken);
        }

        if (original.Code != deployed)
        {
            await WriteAsync(present.Id, Body(original, original.Code), cancellationToken);
        }
    }

    /// <returns>JSON text with the configuration as it stood. Of a provider that is Twilio still, the credentials stay.</returns>
    private string Body(PhoneProvider original, string? present)
    {
        var body = JsonObjectText.Parse("{}");
        body.Set("name", original.Name.Quoted());
        body.Set("disabled", original.Disabled ? "true" : "false");
        body.Set("configuration", original.Configuration);
        if (original.Name != PhoneProvider.Twilio)
        {
            body.Set("credentials", "{}");
        }
        else if (present != PhoneProvider.Twilio)
        {
            body.Set("credentials", $"{{\"auth_token\":{twilioToken!.Reveal().Quoted()}}}");
        }

        return body.ToString();
    }

    private static JsonObject Body(PhoneAction original, string code)
    {
        var body = new JsonObject { ["code"] = code, ["secrets"] = GatewayAction.Keep(original.SecretNames) };
        if (original.Runtime is not null)
        {
            body["runtime"] = original.Runtime;
        }

        return body;
    }
}
