using System.Security.Authentication;

namespace SmsGateway.Cli.Commands;

/// <summary>HTTP whose failures are sentences.</summary>
internal static class HttpSending
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static HttpClient NewClient(CliEnvironment environment, Uri baseAddress)
    {
        var http = new HttpClient(environment.CreateHandler())
        {
            BaseAddress = baseAddress,
            Timeout = Patience,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(CliApp.Name);
        return http;
    }

    /// <exception cref="CliException">No answer came; says why.</exception>
    public static async Task<HttpResponseMessage> AnswerAsync(
        this HttpClient http,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"{Where(http, request)} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"{Where(http, request)} was not reached: {Why(e)}");
        }
    }

    private static string Where(HttpClient http, HttpRequestMessage request) =>
        new Uri(http.BaseAddress!, request.RequestUri!).GetLeftPart(UriPartial.Authority);

    private static string Why(HttpRequestException e) =>
        e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name is not known; is the address right?",
            HttpRequestError.ConnectionError =>
                $"nothing accepts connections there ({e.InnerException?.Message ?? e.Message}).",
            HttpRequestError.SecureConnectionError =>
                $"no secure connection ({(e.InnerException as AuthenticationException)?.Message ?? e.Message}).",
            HttpRequestError.ResponseEnded => "it closed the connection without an answer.",
            _ => e.Message,
        };
}
