using SmsGateway.Http;

namespace SmsGateway.Tests.Http;

/// <summary>Holds every answer that a test gets against the gateway's description of itself.</summary>
internal sealed class OpenApiCheck() : DelegatingHandler(new HttpClientHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        var content = response.Content;
        new HttpReply(
            (int)response.StatusCode,
            content.Headers.ContentType?.MediaType,
            await content.ReadAsByteArrayAsync(cancellationToken),
            [.. response.Headers.Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)))]
        ).AsDescribed(request.Method, request.RequestUri!.AbsolutePath);
        return response;
    }
}
