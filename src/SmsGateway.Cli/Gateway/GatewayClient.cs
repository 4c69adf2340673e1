using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Tokens;
using SmsGateway.Messages;
using SmsGateway.Operators;

namespace SmsGateway.Cli.Gateway;

/// <summary>Calls the gateway as Auth0, as anybody, and with a key as an operator.</summary>
internal sealed class GatewayClient : IDisposable
{
    /// <summary>The environment variable with the name that the gateway's log has beside the key.</summary>
    private const string OperatorVariable = "SMS_GATEWAY_OPERATOR";

    private const string KeyHeader = "x-functions-key";

    private static readonly TimeSpan ProbeLifetime = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly string? _operatorsKey;
    private readonly string? _operator;

    /// <param name="environment">Carries the requests.</param>
    /// <param name="address">With a slash at its end.</param>
    /// <param name="operatorsKey">Opens the operators' endpoints; null for whoever does not call them.</param>
    public GatewayClient(CliEnvironment environment, Uri address, Sensitive? operatorsKey)
    {
        _http = HttpSending.NewClient(environment, address);
        _time = environment.Time;
        _operatorsKey = operatorsKey?.Reveal();
        _operator = operatorsKey is null ? null : OperatorOf(environment);
    }

    /// <summary>The gateway that an option names; says so when others can listen on the way there.</summary>
    public static GatewayClient For(Invocation invocation, Setting url, Sensitive? operatorsKey)
    {
        var address = invocation.RequireUrl(url);
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            invocation.Note(
                $"Careful: {url.Name} is plain http to another machine; whoever is on the way reads texts, tokens and keys."
            );
        }

        return new GatewayClient(invocation.Environment, address, operatorsKey);
    }

    public Uri Address => _http.BaseAddress!;

    /// <summary>Where Auth0 posts to.</summary>
    public Uri AcceptAddress => new(Address, "api/sms");

    /// <param name="message">What to post.</param>
    /// <param name="sign">Makes the token for the body; null for a request without the header.</param>
    /// <param name="userAgent">Null for the tool's own.</param>
    public Task<GatewayAnswer> PostMessageAsync(
        JsonObject message,
        Func<byte[], string>? sign,
        string? userAgent,
        CancellationToken cancellationToken
    )
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        var request = new HttpRequestMessage(HttpMethod.Post, AcceptAddress)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
            },
        };
        if (sign is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sign(body));
        }

        if (userAgent is not null)
        {
            request.Headers.UserAgent.ParseAdd(userAgent);
        }

        return AnswerAsync(request, cancellationToken);
    }

    /// <summary>An empty message with a good token: the gateway refuses it only after it has accepted the token, and sends nothing.</summary>
    public Task<GatewayAnswer> ProbeAsync(
        TokenCaller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => PostMessageAsync([], body => caller.Token(now, ProbeLifetime, body), null, cancellationToken);

    public Task<GatewayAnswer> HealthAsync(CancellationToken cancellationToken) =>
        AnswerAsync(new HttpRequestMessage(HttpMethod.Get, "api/health"), cancellationToken);

    /// <summary>A request to an operators' endpoint.</summary>
    /// <param name="method">As the endpoint wants it.</param>
    /// <param name="path">Relative, with its query.</param>
    public Task<GatewayAnswer> OperateAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        OperateAsync(method, path, null, cancellationToken);

    /// <inheritdoc cref="OperateAsync(HttpMethod, string, CancellationToken)"/>
    /// <param name="order">What it is to do; null when the path says all.</param>
    public Task<GatewayAnswer> OperateAsync(
        HttpMethod method,
        string path,
        JsonObject? order,
        CancellationToken cancellationToken
    )
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(KeyHeader, _operatorsKey);
        request.Headers.TryAddWithoutValidation(OperatorIdentity.NameHeader, _operator);
        if (order is not null)
        {
            // With its length: Functions takes no body in chunks.
            request.Content = new StringContent(order.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return AnswerAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static string? OperatorOf(CliEnvironment environment)
    {
        if (environment.Variable(OperatorVariable) is { } given && !string.IsNullOrWhiteSpace(given))
        {
            return OperatorIdentity.NameIn([given])
                ?? throw CliException.Usage(
                    $"{OperatorVariable} must be 1 to {OperatorIdentity.MaxNameLength} printable characters of ASCII."
                );
        }

        var user = environment.User.Select(c => c is >= ' ' and <= '~' ? c : '?').Take(OperatorIdentity.MaxNameLength);
        return OperatorIdentity.NameIn([string.Concat(user)]);
    }

    private async Task<GatewayAnswer> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await _http.AnswerAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return new GatewayAnswer
            {
                Status = (int)response.StatusCode,
                Elapsed = Stopwatch.GetElapsedTime(started),
                Received = _time.GetUtcNow(),
                Date = response.Headers.Date,
                RetryAfter = response.Headers.RetryAfter?.Delta,
                Location = response.Headers.Location,
                Json = GatewayAnswer.Parse(text),
            };
        }
    }
}
