using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary><c>POST /oauth/token</c> by client credentials, as a form or as JSON.</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder app, Tenant tenant) =>
        app.MapPost(
            "/oauth/token",
            async (HttpRequest request) =>
            {
                var fields = await ReadAsync(request);
                if (fields.GetValueOrDefault("grant_type") != "client_credentials")
                {
                    return Error(403, "unauthorized_client", "Grant type not allowed for the client.");
                }

                if (
                    fields.GetValueOrDefault("client_id") != Auth0StandIn.ClientId
                    || fields.GetValueOrDefault("client_secret") != Auth0StandIn.ClientSecret
                )
                {
                    return Error(401, "access_denied", "Unauthorized");
                }

                if (fields.GetValueOrDefault("audience") != $"{request.Scheme}://{request.Host}/api/v2/")
                {
                    return Error(403, "access_denied", "Service not found");
                }

                var token = tenant.NewId("token-");
                var scopes = tenant.Scopes.ToHashSet();
                tenant.Tokens[token] = scopes;
                return Results.Json(
                    new
                    {
                        access_token = token,
                        token_type = "Bearer",
                        expires_in = 86400,
                        scope = string.Join(' ', scopes),
                    }
                );
            }
        );

    private static async Task<Dictionary<string, string?>> ReadAsync(HttpRequest request) =>
        request.HasFormContentType
            ? (await request.ReadFormAsync()).ToDictionary(field => field.Key, field => (string?)field.Value)
            : await JsonSerializer.DeserializeAsync<Dictionary<string, string?>>(request.Body) ?? [];

    private static IResult Error(int status, string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
