using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace SmsGateway.MinimalFunction;

/// <summary>Puts the body on a queue by an output binding, unread, and answers 200.</summary>
public sealed class PutOnQueue
{
    [Function(nameof(PutOnQueue))]
    public static async Task<Output> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sms")] HttpRequestData request
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        using var reader = new StreamReader(request.Body);
        return new Output
        {
            Message = await reader.ReadToEndAsync(),
            Response = request.CreateResponse(HttpStatusCode.OK),
        };
    }

    /// <summary>One part goes to the queue, the other to the caller.</summary>
    public sealed class Output
    {
        [QueueOutput("minimal", Connection = "Store")]
        public required string Message { get; init; }

        [HttpResult]
        public required HttpResponseData Response { get; init; }
    }
}
