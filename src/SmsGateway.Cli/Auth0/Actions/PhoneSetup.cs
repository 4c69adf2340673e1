using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;

namespace SmsGateway.Cli.Auth0.Actions;

/// <summary>The two things by which a newer tenant sends, as they were found.</summary>
internal sealed record PhoneSetup(PhoneAction? Action, PhoneProvider? Provider)
{
    public static async Task<PhoneSetup> ReadAsync(ManagementApi api, CancellationToken cancellationToken)
    {
        var (action, _) = await api.PhoneActionAsync(mayLackScope: false, cancellationToken);
        var providers = await api.PhoneProvidersAsync(mayLackScope: false, cancellationToken);
        return new PhoneSetup(action, providers!.Count > 0 ? providers[0] : null);
    }

    public bool IsActionOurs =>
        Action is { } action
        && action.Code == GatewayAction.Code
        && action.DeployedCode == action.Code
        && action.IsAllDeployed;

    public bool IsProviderOurs =>
        Provider is { IsCustom: true, Disabled: false } provider && provider.HasMethods(GatewayAction.Methods);

    public bool IsOurs => IsActionOurs && IsProviderOurs;

    public TenantFound Find(ActionState? state) =>
        state is null ? TenantFound.Untouched
        : IsAsBefore(state) ? TenantFound.Original
        : ChangesSince(state).Count > 0 ? TenantFound.Changed
        : state.IsFinished ? TenantFound.Written
        : TenantFound.Unfinished;

    /// <summary>What somebody else did since the state was written; nothing of it may be lost unasked.</summary>
    public IReadOnlyList<string> ChangesSince(ActionState state)
    {
        var changes = new List<string>();
        if (
            Action is { } action
            && action.Code != state.Code
            && action.Code != state.Action?.Code
            && !GatewayAction.IsOurs(action.Code)
        )
        {
            changes.Add($"the Action {action.Name} has code that is neither ours nor what was there before");
        }

        if (Provider is { IsCustom: false } provider && !IsOriginal(provider, state.Provider))
        {
            changes.Add($"the phone provider is {provider.Name}, with a configuration that was not there before");
        }

        return changes;
    }

    public override string ToString()
    {
        var action = Action switch
        {
            null => "no Action for custom-phone-provider",
            _ when IsActionOurs => "the gateway's Action, deployed",
            var found when GatewayAction.IsOurs(found.Code) =>
                $"the gateway's Action, {(found.DeployedCode is null ? "not deployed" : "in another version or with changes that are not deployed")}",
            var found => $"the Action {found.Name}, which is not the gateway's",
        };
        var provider = Provider switch
        {
            null => "no phone provider",
            { Disabled: true } found => $"phone provider {found.Name}, disabled",
            var found => $"phone provider {found.Name}",
        };
        return $"{action}; {provider}";
    }

    public bool IsAsBefore(ActionState state) =>
        IsOriginal(Action, state.Action)
        && (
            state.Provider is null ? Provider is null : Provider is { } provider && IsOriginal(provider, state.Provider)
        );

    /// <summary>An Action cannot be undeployed: of one that was not deployed, the draft is all that comes back.</summary>
    private static bool IsOriginal(PhoneAction? action, PhoneAction? original) =>
        original is null
            ? action is null
            : action is not null
                && action.Code == original.Code
                && (original.DeployedCode is null || action.DeployedCode == original.DeployedCode);

    private static bool IsOriginal(PhoneProvider provider, PhoneProvider? original) =>
        original is not null
        && provider.Name == original.Name
        && provider.Disabled == original.Disabled
        && JsonObjectText.Means(provider.Configuration, original.Configuration);
}
