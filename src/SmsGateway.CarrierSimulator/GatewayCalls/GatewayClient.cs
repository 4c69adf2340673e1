using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.GatewayCalls;

/// <summary>Calls the gateway in the page's place, so that neither its operators' key nor a caller's secret reaches a browser.</summary>
internal sealed class GatewayClient : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly HttpClient? _http;

    public GatewayClient(GatewayOptions options)
    {
        if (options.Address is { } address)
        {
            // A redirect would carry the key to a place nobody configured.
            _http = new HttpClient(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                }
            )
            {
                BaseAddress = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
                Timeout = Timeout.InfiniteTimeSpan,
                MaxResponseContentBufferSize = MaxAnswerBytes,
            };
        }
    }

    /// <param name="path">Below the gateway's address.</param>
    /// <param name="header">What admits the request; its value may be a secret, and is not checked for its form.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>Null when the gateway does not answer.</returns>
    public async Task<GatewayAnswer?> SendAsync(
        HttpMethod method,
        string path,
        (string Name, string Value) header,
        byte[]? body,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        if (_http is null)
        {
            return null;
        }

        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        // For the gateway's own trail; a key is no person.
        request.Headers.TryAddWithoutValidation("x-operator", "carrier simulator");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(patience);
        try
        {
            using var response = await _http.SendAsync(request, bound.Token);
            return new GatewayAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(bound.Token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _http?.Dispose();
}

/// <summary>What the gateway says; to be told to whoever looks at the page.</summary>
internal sealed record GatewayAnswer(HttpStatusCode Status, byte[] Body)
{
    public const string Silence = "The gateway does not answer.";

    public const string Unreadable = "The gateway's answer cannot be read.";

    /// <summary>The problem it tells of; null when its body is none.</summary>
    public GatewayProblem? Problem()
    {
        try
        {
            return JsonSerializer.Deserialize(Body, GatewayProblemJson.Default.GatewayProblem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is said when it tells no problem of its own.</summary>
    public string Otherwise => $"The gateway answered {(int)Status}.";
}

/// <param name="Title">In words.</param>
/// <param name="Reason">Why a message is not to be sent.</param>
/// <param name="Errors">By field.</param>
internal sealed record GatewayProblem(
    string? Title,
    string? Reason,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayProblem))]
internal sealed partial class GatewayProblemJson : JsonSerializerContext;
