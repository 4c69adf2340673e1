using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Http;

namespace SmsGateway.Functions;

/// <summary>Open to everybody: the description tells of no installation but its version, as health does.</summary>
public sealed class OpenApi(OpenApiHandler handler)
{
    [Function(nameof(OpenApi))]
    public HttpResponseData Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequestData request
    ) => request.Reply(handler.Handle());
}
