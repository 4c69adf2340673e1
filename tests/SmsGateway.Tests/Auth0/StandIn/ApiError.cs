using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>Errors as the Management API words them.</summary>
internal static class ApiError
{
    public static IResult BadRequest(string message, string code = "invalid_body") =>
        Of(400, "Bad Request", message, code);

    public static IResult Unauthorized() => Of(401, "Unauthorized", "Invalid token");

    public static IResult MissingScope(string scope) =>
        Of(403, "Forbidden", $"Insufficient scope, expected any of: {scope}", "insufficient_scope");

    public static IResult NotFound(string message, string code) => Of(404, "Not Found", message, code);

    public static IResult Conflict(string message, string code = "conflict") => Of(409, "Conflict", message, code);

    public static IResult TooMany() =>
        Of(429, "Too Many Requests", "Global limit has been reached", "too_many_requests");

    /// <param name="status">Any other, told in the same form.</param>
    public static IResult Injected(int status) => Of(status, "Injected", "Injected by the test", "injected");

    private static IResult Of(int status, string error, string message, string? code = null)
    {
        var body = new JsonObject
        {
            ["statusCode"] = status,
            ["error"] = error,
            ["message"] = message,
        };
        if (code is not null)
        {
            body["errorCode"] = code;
        }

        return Results.Text(body.ToJsonString(), "application/json; charset=utf-8", statusCode: status);
    }
}
