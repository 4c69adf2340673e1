using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.KeyVault;

namespace SmsGateway.Tests.KeyVault;

/// <summary>An HTTPS server that speaks the vault's protocol: challenge, pages of versions, values, errors with their bodies.</summary>
internal sealed class FakeVault : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, List<FakeVersion>> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly WebApplication _app;

    private FakeVault()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(SelfSigned.Certificate))
        );
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>How many versions a page of the list holds.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>Answers in the place of the vault, when it returns true.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    public FakeCredential Credential { get; } = new();

    public Uri Uri => new(_app.Urls.First());

    /// <summary>Authorised requests, as <c>list name</c> and <c>get name/version</c>.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public IEnumerable<string> Values =>
        _secrets.Values.SelectMany(versions => versions).Select(version => version.Value);

    public static async Task<FakeVault> StartAsync()
    {
        var vault = new FakeVault();
        await vault._app.StartAsync();
        return vault;
    }

    /// <summary>The gateway's client, but for pauses too long for a test and for trusting a vault on this machine.</summary>
    public SecretClient CreateClient()
    {
        var options = new SecretClientOptions
        {
            DisableChallengeResourceVerification = true,
            Transport = new HttpClientTransport(SelfSigned.TrustingHandler()),
        };
        KeyVaultTimes.Limit(options);
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(1);
        return new SecretClient(Uri, Credential, options);
    }

    /// <summary>Adds a version; later ones are newer unless <paramref name="created"/> says otherwise.</summary>
    public FakeVault With(
        string name,
        string value,
        DateTimeOffset? created = null,
        bool enabled = true,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? expires = null
    )
    {
        var versions = _secrets.GetOrAdd(name, _ => []);
        lock (versions)
        {
            // Ids are random in a vault, so their order must not agree with their age.
            var id = (1000 - versions.Count).ToString("x32", CultureInfo.InvariantCulture);
            versions.Add(
                new FakeVersion(
                    id,
                    value,
                    created ?? DateTimeOffset.UnixEpoch.AddMinutes(versions.Count),
                    enabled,
                    notBefore,
                    expires
                )
            );
        }

        return this;
    }

    public void Disable(string name, string value)
    {
        var versions = _secrets[name];
        lock (versions)
        {
            var index = versions.FindIndex(version => version.Value == value);
            versions[index] = versions[index] with { Enabled = false };
        }
    }

    public void Delete(string name) => _secrets.TryRemove(name, out _);

    public int Lists(string name) => Requests.Count(request => request == $"list {name}");

    /// <summary>The next authorised request that has not been waited for yet.</summary>
    public ValueTask<string> NextAsync(CancellationToken cancellationToken) =>
        _arrivals.Reader.ReadAsync(cancellationToken);

    public void Forbid(string name) =>
        Instead = context =>
            Path(context)[1] == name
                ? FailAsync(
                    context,
                    403,
                    "Forbidden",
                    "Caller is not authorized to perform action on resource.",
                    "ForbiddenByRbac"
                )
                : Task.FromResult(false);

    public void Fail(int status, params (string Name, string Value)[] headers) =>
        Instead = context =>
        {
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return FailAsync(context, status, "Failed", "This vault is told to fail.");
        };

    public static async Task<bool> FailAsync(
        HttpContext context,
        int status,
        string code,
        string message,
        string? inner = null
    )
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }

        await WriteAsync(context, status, new JsonObject { ["error"] = error });
        return true;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string[] Path(HttpContext context) =>
        context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {FakeCredential.Token}")
        {
            context.Response.Headers.WWWAuthenticate =
                $"Bearer authorization=\"{Uri}tenant\", resource=\"https://vault.azure.net\"";
            await FailAsync(context, 401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
            return;
        }

        var (name, last) = Path(context) is ["secrets", var secret, var word] ? (secret, word) : ("", "");
        var request = last == "versions" ? $"list {name}" : $"get {name}/{last}";
        _requests.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
        if (Instead is { } instead && await instead(context))
        {
            return;
        }

        List<FakeVersion> versions = [];
        if (_secrets.TryGetValue(name, out var found))
        {
            lock (found)
            {
                versions = [.. found];
            }
        }

        await (
            last == "versions"
                ? ListAsync(context, name, versions)
                : GetAsync(context, name, versions.Find(version => version.Id == last))
        );
    }

    private Task ListAsync(HttpContext context, string name, List<FakeVersion> versions)
    {
        if (versions.Count == 0)
        {
            return FailAsync(
                context,
                404,
                "SecretNotFound",
                $"A secret with (name/id) {name} was not found in this key vault."
            );
        }

        var start = int.TryParse(context.Request.Query["$skiptoken"], CultureInfo.InvariantCulture, out var token)
            ? token
            : 0;
        var next = start + PageSize;
        return WriteAsync(
            context,
            200,
            new JsonObject
            {
                ["value"] = new JsonArray([
                    .. versions.Skip(start).Take(PageSize).Select(version => (JsonNode)Describe(name, version)),
                ]),
                ["nextLink"] =
                    next < versions.Count
                        ? $"{Uri}secrets/{name}/versions?api-version={context.Request.Query["api-version"]}&$skiptoken={next}"
                        : null,
            }
        );
    }

    private Task GetAsync(HttpContext context, string name, FakeVersion? version)
    {
        if (version is null)
        {
            return FailAsync(
                context,
                404,
                "SecretNotFound",
                $"A secret with (name/id) {name} was not found in this key vault."
            );
        }

        if (!version.Enabled)
        {
            return FailAsync(
                context,
                403,
                "Forbidden",
                "Operation get is not allowed on a disabled secret.",
                "SecretDisabled"
            );
        }

        var body = Describe(name, version);
        body["value"] = version.Value;
        return WriteAsync(context, 200, body);
    }

    private JsonObject Describe(string name, FakeVersion version)
    {
        var attributes = new JsonObject
        {
            ["enabled"] = version.Enabled,
            ["created"] = version.Created.ToUnixTimeSeconds(),
            ["updated"] = version.Created.ToUnixTimeSeconds(),
            ["recoveryLevel"] = "Recoverable+Purgeable",
            ["recoverableDays"] = 90,
        };
        if (version.NotBefore is { } notBefore)
        {
            attributes["nbf"] = notBefore.ToUnixTimeSeconds();
        }

        if (version.Expires is { } expires)
        {
            attributes["exp"] = expires.ToUnixTimeSeconds();
        }

        return new JsonObject { ["id"] = $"{Uri}secrets/{name}/{version.Id}", ["attributes"] = attributes };
    }
}
