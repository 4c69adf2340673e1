using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>The operators' endpoints, behind a function key.</summary>
public sealed class DeadLetterFunctions(DeadLettersHandler handler)
{
    [Function("ListDeadLetters")]
    public async Task<HttpResponseData> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "dead-letters")] HttpRequestData request,
        CancellationToken cancellationToken
    )
    {
        var query = request.Query;
        return request.Reply(
            await handler.ListAsync(
                query["day"],
                query["reason"],
                query["continue"],
                request.Flag("reveal"),
                request.Operator(),
                cancellationToken
            )
        );
    }

    [Function("ShowDeadLetter")]
    public async Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "dead-letters/{id}")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken
    ) => request.Reply(await handler.ShowAsync(id, request.Flag("reveal"), request.Operator(), cancellationToken));

    [Function("ReplayDeadLetter")]
    public async Task<HttpResponseData> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "dead-letters/{id}/replay")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken
    ) =>
        request.Reply(
            await handler.ReplayAsync(id, request.Flag("allowExpired"), request.Operator(), cancellationToken)
        );

    [Function("DeleteDeadLetter")]
    public async Task<HttpResponseData> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "dead-letters/{id}")] HttpRequestData request,
        string id,
        CancellationToken cancellationToken
    ) => request.Reply(await handler.DeleteAsync(id, request.Operator(), cancellationToken));
}
