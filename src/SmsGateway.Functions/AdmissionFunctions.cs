using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Admission;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>The operators' side of admission, behind a function key.</summary>
public sealed class AdmissionFunctions(AdmissionListsHandler lists, AdmissionDecisionsHandler decisions)
{
    private const string Blocks = "admission/blocks";
    private const string Allows = "admission/allows";

    [Function("ListBlocks")]
    public Task<HttpResponseData> ListBlocksAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Blocks)] HttpRequestData request,
        CancellationToken cancellationToken
    ) => ListAsync(AdmissionList.Block, request, cancellationToken);

    [Function("PutBlock")]
    public Task<HttpResponseData> PutBlockAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = Blocks)] HttpRequestData request,
        CancellationToken cancellationToken
    ) => PutAsync(AdmissionList.Block, request, cancellationToken);

    [Function("DeleteBlock")]
    public Task<HttpResponseData> DeleteBlockAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = Blocks)] HttpRequestData request,
        CancellationToken cancellationToken
    ) => DeleteAsync(AdmissionList.Block, request, cancellationToken);

    [Function("ListAllows")]
    public Task<HttpResponseData> ListAllowsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Allows)] HttpRequestData request,
        CancellationToken cancellationToken
    ) => ListAsync(AdmissionList.Allow, request, cancellationToken);

    [Function("PutAllow")]
    public Task<HttpResponseData> PutAllowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = Allows)] HttpRequestData request,
        CancellationToken cancellationToken
    ) => PutAsync(AdmissionList.Allow, request, cancellationToken);

    [Function("DeleteAllow")]
    public Task<HttpResponseData> DeleteAllowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = Allows)] HttpRequestData request,
        CancellationToken cancellationToken
    ) => DeleteAsync(AdmissionList.Allow, request, cancellationToken);

    [Function("ListDecisions")]
    public async Task<HttpResponseData> ListDecisionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "admission/decisions")] HttpRequestData request,
        CancellationToken cancellationToken
    )
    {
        var query = request.Query;
        return request.Reply(
            await decisions.ListAsync(query["rule"], query["caller"], query["region"], query["max"], cancellationToken)
        );
    }

    [Function("TestAdmission")]
    public async Task<HttpResponseData> TestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "admission/test")] HttpRequestData request,
        CancellationToken cancellationToken
    ) => request.Reply(await decisions.TestAsync(request.Body, cancellationToken));

    private async Task<HttpResponseData> ListAsync(
        AdmissionList list,
        HttpRequestData request,
        CancellationToken cancellationToken
    ) => request.Reply(await lists.ListAsync(list, request.Flag("reveal"), request.Operator(), cancellationToken));

    private async Task<HttpResponseData> PutAsync(
        AdmissionList list,
        HttpRequestData request,
        CancellationToken cancellationToken
    ) =>
        request.Reply(
            await lists.PutAsync(list, request.Flag("force"), request.Body, request.Operator(), cancellationToken)
        );

    private async Task<HttpResponseData> DeleteAsync(
        AdmissionList list,
        HttpRequestData request,
        CancellationToken cancellationToken
    ) =>
        request.Reply(
            await lists.DeleteAsync(list, name => request.Query[name], request.Operator(), cancellationToken)
        );
}
