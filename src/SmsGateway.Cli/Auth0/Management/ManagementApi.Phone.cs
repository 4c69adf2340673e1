using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Management;

/// <summary>Phone providers and Actions: how newer tenants send.</summary>
internal sealed partial class ManagementApi
{
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
            ManagedKind.PhoneProvider,
            "",
            null,
            cancellationToken,
            mayLackScope
        );
        return answer.IsSuccess
            ? Read(answer, json => json.GetProperty("providers").EnumerateArray().Select(PhoneProvider.Read).ToList())
            : null;
    }

    /// <summary>The Action of the trigger custom-phone-provider; a tenant has one at most.</summary>
    /// <returns>Null and true: there is none. Null and false: the token is not allowed to look.</returns>
    public async Task<(PhoneAction? Action, bool MayRead)> PhoneActionAsync(
        bool mayLackScope,
        CancellationToken cancellationToken
    )
    {
        var answer = await CallAsync(
            HttpMethod.Get,
            ManagedKind.Action,
            $"?triggerId={PhoneAction.Trigger}&per_page={PageSize}",
            null,
            cancellationToken,
            mayLackScope
        );
        return answer.IsSuccess
            ? (
                Read(
                    answer,
                    json => json.GetProperty("actions").EnumerateArray().Select(PhoneAction.Read).FirstOrDefault()
                ),
                true
            )
            : (null, false);
    }

    /// <returns>Its id.</returns>
    public async Task<string> CreateActionAsync(string action, CancellationToken cancellationToken) =>
        Read(await CreateAsync(ManagedKind.Action, action, cancellationToken), PhoneAction.Read).Id;

    /// <summary>Waits until the draft is built, deploys it, and waits until it is what runs.</summary>
    /// <exception cref="CliException">Auth0 cannot build it, or takes too long.</exception>
    public async Task DeployActionAsync(string id, CancellationToken cancellationToken)
    {
        await LookUntilAsync(id, action => action.IsBuilt, "is not built", cancellationToken);
        await CallAsync(HttpMethod.Post, ManagedKind.Action, $"{Below(id)}/deploy", null, cancellationToken);
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
            var answer = await CallAsync(HttpMethod.Get, ManagedKind.Action, Below(id), null, cancellationToken);
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
