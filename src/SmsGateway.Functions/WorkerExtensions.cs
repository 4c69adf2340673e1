using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Http;

namespace SmsGateway.Functions;

/// <summary>Between the worker's types and the handlers'.</summary>
internal static class WorkerExtensions
{
    /// <summary>Every value of the header as received; parsing it is the handler's business.</summary>
    public static IReadOnlyList<string?> Authorization(this HttpRequestData request) =>
        request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? [.. values] : [];

    /// <summary>Whether the query holds <c>name=true</c>.</summary>
    public static bool Flag(this HttpRequestData request, string name) =>
        bool.TryParse(request.Query[name], out var value) && value;

    public static HttpResponseData Reply(this HttpRequestData request, HttpReply reply)
    {
        var response = request.CreateResponse();
        response.StatusCode = (HttpStatusCode)reply.Status;
        if (reply.ContentType is { } contentType)
        {
            response.Headers.Add("Content-Type", contentType);
        }

        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.Add(name, value);
        }

        // The worker's body is memory. No cancellation here: what was accepted must be answered with 200.
        response.Body.Write(reply.Body.Span);
        return response;
    }

    /// <summary>How often the message was handed out, this time included; the worker passes it as a number or as its text.</summary>
    public static int DequeueCount(this FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue("DequeueCount", out var value)
        && int.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 1;
}
