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
        CancellationToken cancellationToken)
    {
        var body = request.Body;
        long? length = body.CanSeek ? body.Length : null;
        return request.Reply(await handler.HandleAsync(request.Authorization(), body, length, cancellationToken));
    }
}
