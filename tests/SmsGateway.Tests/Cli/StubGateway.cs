using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace SmsGateway.Tests.Cli;

/// <summary>Whatever a gateway, or something else at its address, may answer; and what it was asked.</summary>
internal sealed class StubGateway
{
    public const string Url = "https://sms.example.com";

    private readonly ConcurrentQueue<(HttpMethod Method, string Url, string Body)> _requests = new();

    /// <summary>Method, path and query of each request, in order.</summary>
    public IReadOnlyList<string> Requests =>
        [.. _requests.Select(request => $"{request.Method} {new Uri(request.Url).PathAndQuery}")];

    public IReadOnlyList<string> Bodies => [.. _requests.Select(request => request.Body)];

    public required Func<HttpRequestMessage, HttpResponseMessage> Answer { get; init; }

    public Func<HttpMessageHandler> Handler => () => new Carrier(this);

    public static HttpResponseMessage Json(int status, string json) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Empty(int status) => new((HttpStatusCode)status);

    private sealed class Carrier(StubGateway stub) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            stub._requests.Enqueue((request.Method, request.RequestUri!.ToString(), body));
            return stub.Answer(request);
        }
    }
}
