using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Azure.Storage;
using SmsGateway.Http;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>Between the worker's types and the handlers'.</summary>
internal static class WorkerExtensions
{
    /// <summary>The platform's claim with the name of the function key that let a request in.</summary>
    private const string KeyName = "http://schemas.microsoft.com/2017/07/functions/claims/keyid";

    /// <summary>Every value of the header as received; parsing it is the handler's business.</summary>
    public static IReadOnlyList<string?> Authorization(this HttpRequestData request) => request.Values("Authorization");

    /// <summary>
    /// Who calls an operators' endpoint: the platform tells the name of the key. The connection comes from the platform, and the
    /// address that its front end saw is in its own record of requests.
    /// </summary>
    public static OperatorIdentity Operator(this HttpRequestData request)
    {
        var key = request
            .Identities.SelectMany(identity => identity.Claims)
            .FirstOrDefault(claim => claim.Type == KeyName)
            ?.Value;
        return new(
            key is { Length: > 0 } ? $"function key {key}" : "a function key",
            null,
            OperatorIdentity.NameIn(request.Values(OperatorIdentity.NameHeader))
        );
    }

    /// <summary>Whether the query holds <c>name=true</c>.</summary>
    public static bool Flag(this HttpRequestData request, string name) =>
        bool.TryParse(request.Query[name], out var value) && value;

    private static IReadOnlyList<string?> Values(this HttpRequestData request, string header) =>
        request.Headers.NonValidated.TryGetValues(header, out var values) ? [.. values] : [];

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

    /// <summary>The message with what the queue trigger's binding data tell about it.</summary>
    /// <exception cref="InvalidOperationException">There is no id or receipt: nothing may be sent that cannot be taken over.</exception>
    public static TriggeredMessage Triggered(this FunctionContext context, ReadOnlyMemory<byte> body)
    {
        var data = context.BindingContext.BindingData;
        return new TriggeredMessage(
            body,
            Text("Id") ?? throw Missing("Id"),
            Text("PopReceipt") ?? throw Missing("PopReceipt"),
            int.TryParse(Text("DequeueCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : 1,
            DateTimeOffset.TryParse(
                Text("InsertionTime"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
                ? time
                : DateTimeOffset.MaxValue
        );

        // The worker passes a value as it is, as its text, or as that text in JSON.
        string? Text(string name) =>
            data.TryGetValue(name, out var value)
            && Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim('"') is { Length: > 0 } text
                ? text
                : null;

        static InvalidOperationException Missing(string name) =>
            new($"The queue trigger's binding data hold no {name}.");
    }
}
