using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary><c>POST /passwordless/start</c>: a user asks for a code.</summary>
internal static class PasswordlessEndpoint
{
    public static void MapPasswordless(this IEndpointRouteBuilder app, Tenant tenant, CodeSender codes) =>
        app.MapPost(
            "/passwordless/start",
            async (HttpRequest request) =>
            {
                var body = await JsonNode.ParseAsync(request.Body);
                if ((string?)body?["phone_number"] is not { } phone || (string?)body["connection"] is not { } name)
                {
                    return Error("bad.request", "phone_number and connection are required");
                }

                var user = new CodeRequest(
                    phone,
                    request.HttpContext.Connection.RemoteIpAddress!.ToString(),
                    request.Headers.UserAgent.ToString()
                );
                if (tenant.PhoneProvider is { } provider)
                {
                    // The tenant's provider does not tell the user anything; its failures are in the tenant's log.
                    await codes.SendByProviderAsync(provider, user, request.HttpContext.RequestAborted);
                    return Results.Json(new { phone_number = phone });
                }

                if (tenant.Connections.Find(connection => connection.Name == name) is not { } found)
                {
                    return Error("bad.connection", "Connection does not exist");
                }

                return await codes.SendByConnectionAsync(found, user, request.HttpContext.RequestAborted) is { } failure
                    ? Error("sms_provider_error", failure)
                    : Results.Json(new { phone_number = phone });
            }
        );

    private static IResult Error(string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: 400);
}

/// <summary>Somebody who wants a code.</summary>
internal sealed record CodeRequest(string Phone, string Ip, string UserAgent);
