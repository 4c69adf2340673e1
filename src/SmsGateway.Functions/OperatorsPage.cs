using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>Open to everybody: the page holds nothing of an installation, and asks for a function key itself.</summary>
public sealed class OperatorsPage(OperatorsPageHandler handler)
{
    [Function(nameof(OperatorsPage))]
    public HttpResponseData Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "operators/{*path}")] HttpRequestData request
    ) => request.Reply(handler.Handle(request.Url.AbsolutePath));
}
