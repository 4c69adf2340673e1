using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Auth0.Management;

/// <summary>Requests to one tenant. At Auth0's rate limit they wait until it says that there is room; waiting is told, and bounded.</summary>
internal sealed class ManagementHttp(HttpClient http, TimeProvider time, Action<string> note)
{
    private const long LongestWait = 60;
    private static readonly TimeSpan AllWaits = TimeSpan.FromMinutes(3);
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private TimeSpan _waited;

    public string? Token { get; set; }

    /// <param name="method">Of the request.</param>
    /// <param name="path">After the tenant's address, without a slash at its start.</param>
    /// <param name="body">JSON, or null.</param>
    /// <exception cref="CliException">No answer, or the rate limit stays reached.</exception>
    public async Task<ManagementAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
            request.Content = body is null ? null : new StringContent(body, StrictUtf8, "application/json");
            using var response = await http.AnswerAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return new ManagementAnswer((int)response.StatusCode, await TextAsync(response, cancellationToken));
            }

            await WaitAsync(response, cancellationToken);
        }
    }

    /// <summary>A pause between two looks at something that Auth0 is still making.</summary>
    public Task PauseAsync(TimeSpan length, CancellationToken cancellationToken) =>
        Task.Delay(length, time, cancellationToken);

    /// <summary>Exactly the text that came, since some of it is to go back one day.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return StrictUtf8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (DecoderFallbackException)
        {
            throw new CliException(
                $"The answer ({(int)response.StatusCode}) is not UTF-8, so it is not one of Auth0's; is --domain right?"
            );
        }
    }

    private async Task WaitAsync(HttpResponseMessage throttled, CancellationToken cancellationToken)
    {
        // A clock that is wrong must make the wait neither endless nor none.
        var seconds = Number(throttled, "x-ratelimit-reset") - time.GetUtcNow().ToUnixTimeSeconds() ?? 0;
        var wait = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, LongestWait));
        if ((_waited += wait) > AllWaits)
        {
            throw new CliException(
                $"Auth0's rate limit stays reached, after {AllWaits.TotalMinutes:0} minutes of waiting. Run it again later; it goes on where it is."
            );
        }

        note($"Auth0's rate limit is reached: going on in {wait.TotalSeconds:0} s.");
        await Task.Delay(wait, time, cancellationToken);
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <param name="Status">Of HTTP.</param>
/// <param name="Text">The body; it may hold secrets, so nothing prints it.</param>
internal readonly record struct ManagementAnswer(int Status, string Text)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A field of an error, in the form of the Management API or of the token endpoint.</summary>
    public string? ErrorField(string name) => GatewayAnswer.Parse(Text).Text(name);
}
