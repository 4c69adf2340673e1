using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Management;

/// <summary>The part of a tenant's Management API (v2) that connecting needs. Every failure is a sentence that says what to do.</summary>
internal sealed partial class ManagementApi(HttpClient http, TimeProvider time, Action<string> note) : IDisposable
{
    private const int PageSize = 100;
    private const int LongestMessage = 300;

    private readonly ManagementHttp _http = new(http, time, note);
    private readonly List<Sensitive> _hidden = [];

    /// <summary>The tenant, as its files and messages are named.</summary>
    public string Tenant =>
        http.BaseAddress!.IsDefaultPort ? http.BaseAddress.Host : $"{http.BaseAddress.Host}-{http.BaseAddress.Port}";

    private string Audience => new Uri(http.BaseAddress!, "api/v2/").ToString();

    /// <summary>Never in a message, even if Auth0 repeats it.</summary>
    public void Hide(Sensitive secret) => _hidden.Add(secret);

    public void UseToken(Sensitive token)
    {
        Hide(token);
        _http.Token = token.Reveal();
    }

    /// <summary>Gets a token by client credentials.</summary>
    /// <exception cref="CliException">Auth0 gives none.</exception>
    public async Task LogInAsync(string clientId, Sensitive clientSecret, CancellationToken cancellationToken)
    {
        Hide(clientSecret);
        var body = new JsonObject
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret.Reveal(),
            ["audience"] = Audience,
        };
        var answer = await _http.SendAsync(HttpMethod.Post, "oauth/token", body.ToJsonString(), cancellationToken);
        if (!answer.IsSuccess)
        {
            throw new CliException(
                answer.Status switch
                {
                    401 =>
                        "Auth0 refused the client: --client-id or its secret is wrong, or belongs to another tenant (401).",
                    403 =>
                        $"Auth0 gives this client no token for {Audience}: authorize the application (Machine to Machine) for the Auth0 Management API, and see that --domain is the tenant's own domain, not a custom one (403).",
                    _ => Unexpected(answer, "the request for a token"),
                }
            );
        }

        UseToken(new Sensitive(Read(answer, json => json.GetProperty("access_token").GetString()!)));
    }

    /// <summary>All connections of the strategy <c>sms</c>.</summary>
    public async Task<IReadOnlyList<SmsConnection>> ConnectionsAsync(CancellationToken cancellationToken)
    {
        var found = new List<SmsConnection>();
        for (var page = 0; ; page++)
        {
            var answer = await CallAsync(
                HttpMethod.Get,
                ManagedKind.Connection,
                $"?strategy=sms&page={page}&per_page={PageSize}&include_totals=true",
                null,
                cancellationToken
            );
            var before = found.Count;
            found.AddRange(Read(answer, json => Items(json).EnumerateArray().Select(SmsConnection.Read).ToList()));
            if (found.Count - before < PageSize)
            {
                return found;
            }
        }
    }

    public async Task<SmsConnection> ConnectionAsync(string id, CancellationToken cancellationToken) =>
        Read(
            await CallAsync(HttpMethod.Get, ManagedKind.Connection, Below(id), null, cancellationToken),
            SmsConnection.Read
        );

    /// <param name="kind">Of what to make.</param>
    /// <param name="body">JSON text; goes out as it stands.</param>
    /// <param name="cancellationToken">Ends the waiting; whether Auth0 did it is then unknown.</param>
    public Task<ManagementAnswer> CreateAsync(ManagedKind kind, string body, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, kind, "", body, cancellationToken);

    /// <summary>Replaces what the body names, each as a whole.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task UpdateAsync(ManagedKind kind, string id, string body, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Patch, kind, Below(id), body, cancellationToken);

    public Task DeleteAsync(ManagedKind kind, string id, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, kind, Below(id), null, cancellationToken);

    public void Dispose() => http.Dispose();

    /// <param name="method">Needs a scope of its own.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="below">After the kind's path: one of it, or a query.</param>
    /// <param name="body">JSON, or null.</param>
    /// <param name="cancellationToken">Ends the waiting; whether Auth0 did it is then unknown.</param>
    /// <param name="mayLackScope">Whether 403 is an answer, too.</param>
    private async Task<ManagementAnswer> CallAsync(
        HttpMethod method,
        ManagedKind kind,
        string below,
        string? body,
        CancellationToken cancellationToken,
        bool mayLackScope = false
    )
    {
        var answer = await _http.SendAsync(method, $"api/v2/{kind.Path}{below}", body, cancellationToken);
        if (answer.IsSuccess || (mayLackScope && answer.Status == 403))
        {
            return answer;
        }

        var what =
            below.StartsWith('?') ? kind.All
            : below.Length == 0 ? kind.One
            : $"{kind.One} {below.Split('/')[1]}";
        throw new CliException(
            answer.Status switch
            {
                400 => $"Auth0 did not take the {what}: {Message(answer)} (400)",
                401 => $"Auth0 refused the token: it has expired, or is not for {Audience} (401).",
                403 when answer.ErrorField("errorCode") is "insufficient_scope" =>
                    $"The token lacks the scope {kind.ScopeOf(method)}, which the {what} needs: grant it to the application under APIs, Auth0 Management API, Machine to Machine Applications (403).",
                403 => $"Auth0 forbids it: {Message(answer)} (403)",
                404 => $"There is no {what} in this tenant: {Message(answer)} (404)",
                409 => $"Auth0 reports a conflict over the {what}: {Message(answer)} (409)",
                _ => Unexpected(answer, $"the {what}"),
            }
        );
    }

    private static string Below(string id) => $"/{Uri.EscapeDataString(id)}";

    private string Unexpected(ManagementAnswer answer, string what) =>
        $"Auth0 answered {answer.Status} to {what}{(Message(answer) is { Length: > 0 } message ? ": " + message : ".")}";

    private string Message(ManagementAnswer answer)
    {
        var text = answer.ErrorField("message") ?? answer.ErrorField("error_description") ?? "";
        text = _hidden.Aggregate(
            text,
            (hidden, secret) => hidden.Replace(secret.Reveal(), "***", StringComparison.Ordinal)
        );
        return text.Length <= LongestMessage ? text : text[..LongestMessage] + "...";
    }

    private static JsonElement Items(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json : json.GetProperty("connections");

    /// <exception cref="CliException">It is not what Auth0 answers.</exception>
    private static T Read<T>(ManagementAnswer answer, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Text);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException($"The answer ({answer.Status}) is not one of Auth0's; is --domain right?");
        }
    }
}
