using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Management;

/// <summary>Phone providers and Actions: how newer tenants send.</summary>
internal sealed partial class ManagementApi
{
    private const string Providers = "branding/phone/providers";
    private const string Actions = "actions/actions";

    private static readonly TimeSpan BuildPause = TimeSpan.FromMilliseconds(500);
    private const int MaxLooks = 60;

    /// <summary>The tenant's phone providers, in practice one at most.</summary>
    /// <param name="mayLackScope">Whether null may say that the token is not allowed to look.</param>
    public async Task<IReadOnlyList<PhoneProvider>?> PhoneProvidersAsync(
        bool mayLackScope,
        CancellationToken cancellationToken
    )
    {
        var answer = await CallAsync(
            HttpMethod.Get,
            Providers,
            "read:phone_providers",
            "the phone provider",
            null,
            cancellationToken,
            mayLackScope
        );
        if (!answer.IsSuccess)
        {
            return null;
        }

        return Read(answer, json => json.GetProperty("providers").EnumerateArray().Select(PhoneProvider.Read).ToList());
    }

    public Task CreateProviderAsync(string provider, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            Providers,
            "create:phone_providers",
            "the phone provider",
            provider,
            cancellationToken
        );

    public Task UpdateProviderAsync(string id, string provider, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Patch,
            $"{Providers}/{Uri.EscapeDataString(id)}",
            "update:phone_providers",
            "the phone provider",
            provider,
            cancellationToken
        );

    public Task DeleteProviderAsync(string id, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Delete,
            $"{Providers}/{Uri.EscapeDataString(id)}",
            "delete:phone_providers",
            "the phone provider",
            null,
            cancellationToken
        );

    /// <summary>The Action of the trigger custom-phone-provider; a tenant has one at most.</summary>
    /// <returns>Null and true: there is none. Null and false: the token is not allowed to look.</returns>
    public async Task<(PhoneAction? Action, bool MayRead)> PhoneActionAsync(
        bool mayLackScope,
        CancellationToken cancellationToken
    )
    {
        var path = $"{Actions}?triggerId={PhoneAction.Trigger}&per_page={PageSize}";
        var answer = await CallAsync(
            HttpMethod.Get,
            path,
            "read:actions",
            "the list of Actions",
            null,
            cancellationToken,
            mayLackScope
        );
        if (!answer.IsSuccess)
        {
            return (null, false);
        }

        return (
            Read(
                answer,
                json => json.GetProperty("actions").EnumerateArray().Select(PhoneAction.Read).FirstOrDefault()
            ),
            true
        );
    }

    public async Task<PhoneAction> CreateActionAsync(JsonObject action, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            HttpMethod.Post,
            Actions,
            "create:actions",
            "the Action",
            action.ToJsonString(),
            cancellationToken
        );
        return Read(answer, PhoneAction.Read);
    }

    public Task UpdateActionAsync(string id, JsonObject action, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Patch,
            $"{Actions}/{Uri.EscapeDataString(id)}",
            "update:actions",
            "the Action",
            action.ToJsonString(),
            cancellationToken
        );

    public Task DeleteActionAsync(string id, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Delete,
            $"{Actions}/{Uri.EscapeDataString(id)}",
            "delete:actions",
            "the Action",
            null,
            cancellationToken
        );

    /// <summary>Waits until the draft is built, deploys it, and waits until it is what runs.</summary>
    /// <exception cref="CliException">Auth0 cannot build it, or takes too long.</exception>
    public async Task DeployActionAsync(string id, CancellationToken cancellationToken)
    {
        await LookUntilAsync(id, action => action.IsBuilt, "is not built", cancellationToken);
        await CallAsync(
            HttpMethod.Post,
            $"{Actions}/{Uri.EscapeDataString(id)}/deploy",
            "create:actions",
            "the Action",
            null,
            cancellationToken
        );
        await LookUntilAsync(id, action => action.DeployedCode == action.Code, "is not deployed", cancellationToken);
    }

    private async Task LookUntilAsync(
        string id,
        Func<PhoneAction, bool> isThere,
        string otherwise,
        CancellationToken cancellationToken
    )
    {
        for (var look = 1; look <= MaxLooks; look++)
        {
            var answer = await CallAsync(
                HttpMethod.Get,
                $"{Actions}/{Uri.EscapeDataString(id)}",
                "read:actions",
                "the Action",
                null,
                cancellationToken
            );
            var action = Read(answer, PhoneAction.Read);
            if (isThere(action))
            {
                return;
            }

            if (action.HasFailed)
            {
                throw new CliException("Auth0 could not build the Action; the dashboard (Actions, Library) shows why.");
            }

            await _http.PauseAsync(BuildPause, cancellationToken);
        }

        throw new CliException(
            $"The Action {otherwise} after {MaxLooks * BuildPause.TotalSeconds:0} s. Run it again later; it goes on where it is."
        );
    }
}
