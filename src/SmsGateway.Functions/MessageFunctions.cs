using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>How messages fare, behind a function key.</summary>
public sealed class MessageFunctions(MessagesHandler handler)
{
    [Function("ShowMessage")]
    public async Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "messages/{id}")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken
    ) => request.Reply(await handler.ShowAsync(id, cancellationToken));

    [Function("FindMessages")]
    public async Task<HttpResponseData> FindAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "messages")] HttpRequestData request,
        CancellationToken cancellationToken
    ) => request.Reply(await handler.FindAsync(request.Query["recipient"], request.Operator(), cancellationToken));
}
