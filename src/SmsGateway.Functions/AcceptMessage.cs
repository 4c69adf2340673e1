using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Acceptance;

namespace SmsGateway.Functions;

/// <summary>Takes a message from a caller. No function key: the caller's token is the key.</summary>
public sealed class AcceptMessage(AcceptanceHandler handler)
{
    [Function(nameof(AcceptMessage))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sms")] HttpRequestData request,
        CancellationToken cancellationToken
    )
    {
        // The worker has the whole body in memory; empty and undeclared, it was chunked, and the platform passes none such on.
        var body = request.Body;
        var isDropped = body.Length == 0 && !request.Headers.Contains("Content-Length");
        return request.Reply(
            await handler.HandleAsync(request.Authorization(), isDropped ? null : body, body.Length, cancellationToken)
        );
    }
}
