using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Azure;

/// <summary>
/// One access token in memory, asked for anew before it ends. One question at a time, which is nobody's own: a message that runs out
/// of time takes no token away from the others.
/// </summary>
internal sealed partial class SharedToken(
    TokenCredential credential,
    string scope,
    TimeProvider time,
    ILogger<AzureAccessTokens> logger
)
{
    /// <summary>Asked for anew so long before its end, as Azure's own clients do it, when the directory names no moment.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Not used so shortly before its end: it has to arrive, and clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Between two questions while there is a token that holds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private AccessToken? _token;
    private DateTimeOffset _askAt;
    private Task<AccessToken?>? _asking;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken?> asking;
        lock (_lock)
        {
            var now = Now();
            var held = _token is { } token && now < token.ExpiresOn - Margin ? token.Token : null;
            if (_asking is null && (held is null || now >= _askAt))
            {
                _asking = Task.Run(AskAsync, CancellationToken.None);
            }

            if (held is not null)
            {
                return held;
            }

            asking = _asking!;
        }

        return await asking.WaitAsync(cancellationToken) is { } fresh
            ? fresh.Token
            : throw new SecretUnavailableException("There is no access token of this gateway's identity in Azure.");
    }

    /// <returns>Null when there is none to be had.</returns>
    private async Task<AccessToken?> AskAsync()
    {
        AccessToken? answer = null;
        try
        {
            using var limit = new CancellationTokenSource(LongestQuestion, time);
            answer = await credential.GetTokenAsync(new TokenRequestContext([scope]), limit.Token);
        }
        catch (Exception e) when (e is AuthenticationFailedException or OperationCanceledException)
        {
            Log.NoToken(logger, scope, e);
        }
        finally
        {
            lock (_lock)
            {
                var due = answer is { } token ? token.RefreshOn ?? token.ExpiresOn - Ahead : default;
                var soonest = Now() + Pause;
                _asking = null;
                _token = answer ?? _token;
                _askAt = due > soonest ? due : soonest;
            }
        }

        return answer;
    }

    /// <summary>By the machine's clock, as the token's own times.</summary>
    private DateTimeOffset Now() => SteadyTime.ByMachine(time, time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(75, LogLevel.Warning, "No access token for {Scope}; what needs it waits for the next try")]
        public static partial void NoToken(ILogger logger, string scope, Exception exception);
    }
}
