using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Management;

/// <summary>
/// Requests to one tenant that keep within Auth0's rate limits: each kind of request has a bucket of tokens, whose state is in
/// every answer. Waiting is told, and bounded.
/// </summary>
internal sealed class ManagementHttp(HttpClient http, TimeProvider time, Action<string> note)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AllWaits = TimeSpan.FromMinutes(3);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, DateTimeOffset> _emptyUntil = [];
    private TimeSpan _waited;

    public Uri Address => http.BaseAddress!;

    public string? Token { get; set; }

    /// <param name="method">Of the request.</param>
    /// <param name="path">After the tenant's address, without a slash at its start.</param>
    /// <param name="body">JSON, or null.</param>
    /// <param name="cancellationToken">Ends request and waiting.</param>
    /// <exception cref="CliException">No answer, or the rate limit stays reached.</exception>
    public async Task<ManagementAnswer> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        // Auth0 counts by kind of request, nearly: by method and resource.
        var bucket = $"{method} {path.Split('?')[0].Replace("api/v2/", "", StringComparison.Ordinal).Split('/')[0]}";
        while (true)
        {
            await WaitAsync(bucket, cancellationToken);
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
            request.Content = body is null ? null : new StringContent(body, StrictUtf8, "application/json");
            using var response = await http.AnswerAsync(request, cancellationToken);
            Remember(bucket, response);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return new ManagementAnswer((int)response.StatusCode, await TextAsync(response, cancellationToken));
            }
        }
    }

    /// <summary>A pause between two looks at something that Auth0 is still making.</summary>
    public Task PauseAsync(TimeSpan length, CancellationToken cancellationToken) => Task.Delay(length, time, cancellationToken);

    /// <summary>Exactly the text that came, since some of it is to go back one day.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return StrictUtf8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (DecoderFallbackException)
        {
            throw new CliException($"The answer ({(int)response.StatusCode}) is not UTF-8, so it is not one of Auth0's; is --domain right?");
        }
    }

    private async Task WaitAsync(string bucket, CancellationToken cancellationToken)
    {
        if (!_emptyUntil.Remove(bucket, out var until) || until - time.GetUtcNow() is not { Ticks: > 0 } wait)
        {
            return;
        }

        // A clock that is wrong must not make the wait endless.
        wait = wait < LongestWait ? wait : LongestWait;
        if ((_waited += wait) > AllWaits)
        {
            throw new CliException($"Auth0's rate limit stays reached, after {AllWaits.TotalMinutes:0} minutes of waiting. Run it again later; it goes on where it is.");
        }

        note($"Auth0's rate limit is reached ({bucket}): going on in {Math.Ceiling(wait.TotalSeconds):0} s.");
        await Task.Delay(wait, time, cancellationToken);
    }

    private void Remember(string bucket, HttpResponseMessage response)
    {
        var isThrottled = response.StatusCode == HttpStatusCode.TooManyRequests;
        if (!isThrottled && Number(response, "x-ratelimit-remaining") != 0)
        {
            return;
        }

        var reset = Number(response, "x-ratelimit-reset") is { } seconds and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;
        var soonest = time.GetUtcNow() + (isThrottled ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        _emptyUntil[bucket] = reset > soonest ? reset : soonest;
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
