using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>The tenant's one phone provider. A custom one needs a deployed Action; credentials go in and never come out.</summary>
internal static class PhoneProviderEndpoints
{
    private const string Path = "/api/v2/branding/phone/providers";

    public static void MapPhoneProviders(this IEndpointRouteBuilder app, Tenant tenant)
    {
        app.MapGet(
                Path,
                (HttpRequest request) =>
                    ConnectionEndpoints.Json(
                        $"{{\"providers\":[{string.Join(',', tenant.Providers.Where(provider => Matches(provider, request.Query["disabled"])).Select(Text))}]}}"
                    )
            )
            .WithMetadata(new NeededScope("read:phone_providers"));
        app.MapPost(
                Path,
                async (HttpRequest request) => Create(tenant, (await JsonDocument.ParseAsync(request.Body)).RootElement)
            )
            .WithMetadata(new NeededScope("create:phone_providers"));
        app.MapGet(
                Path + "/{id}",
                (string id) => Find(tenant, id) is { } provider ? ConnectionEndpoints.Json(Text(provider)) : Missing()
            )
            .WithMetadata(new NeededScope("read:phone_providers"));
        app.MapPatch(
                Path + "/{id}",
                async (string id, HttpRequest request) =>
                    Patch(tenant, id, (await JsonDocument.ParseAsync(request.Body)).RootElement)
            )
            .WithMetadata(new NeededScope("update:phone_providers"));
        app.MapDelete(
                Path + "/{id}",
                (string id) =>
                    tenant.Providers.RemoveAll(provider => provider.Id == id) > 0 ? Results.NoContent() : Missing()
            )
            .WithMetadata(new NeededScope("delete:phone_providers"));
    }

    private static IResult Create(Tenant tenant, JsonElement body)
    {
        if (tenant.Providers.Count > 0)
        {
            return ApiError.Conflict("A phone provider is already configured for the tenant");
        }

        var provider = new StoredProvider
        {
            Id = tenant.NewId("pro_"),
            Name = "",
            Configuration = "{}",
            Credentials = "{}",
        };
        if (Apply(tenant, provider, body) is { } refusal)
        {
            return refusal;
        }

        tenant.Providers.Add(provider);
        return ConnectionEndpoints.Json(Text(provider), 201);
    }

    private static IResult Patch(Tenant tenant, string id, JsonElement body) =>
        Find(tenant, id) is not { } provider
            ? Missing()
            : Apply(tenant, provider, body) ?? ConnectionEndpoints.Json(Text(provider));

    /// <summary>All or nothing.</summary>
    private static IResult? Apply(Tenant tenant, StoredProvider provider, JsonElement body)
    {
        if (
            body.ValueKind != JsonValueKind.Object
            || (Member(body, "name")?.GetString() ?? provider.Name) is not ("twilio" or "custom")
        )
        {
            return ApiError.BadRequest("Payload validation error: 'name must be twilio or custom'.");
        }

        var name = Member(body, "name")?.GetString() ?? provider.Name;
        var configuration = Member(body, "configuration")?.GetRawText() ?? provider.Configuration;
        var credentials =
            Member(body, "credentials")?.GetRawText() ?? (name == provider.Name ? provider.Credentials : "{}");
        if (name == "custom" && tenant.DeployedPhoneAction is null)
        {
            return ApiError.BadRequest(
                "No deployed action found for the trigger custom-phone-provider",
                "custom_email_provider_deployed_action_not_found"
            );
        }

        using var given = JsonDocument.Parse(credentials);
        if (name == "twilio" && !given.RootElement.TryGetProperty("auth_token", out _))
        {
            return ApiError.BadRequest("Payload validation error: 'Missing required property: auth_token'.");
        }

        (provider.Name, provider.Configuration, provider.Credentials) = (name, configuration, credentials);
        provider.Disabled = Member(body, "disabled")?.GetBoolean() ?? provider.Disabled;
        return null;
    }

    private static JsonElement? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value : null;

    private static bool Matches(StoredProvider provider, string? disabled) =>
        disabled is null || provider.Disabled == (disabled == "true");

    private static StoredProvider? Find(Tenant tenant, string id) =>
        tenant.Providers.Find(provider => provider.Id == id);

    private static IResult Missing() =>
        ApiError.NotFound("The phone provider does not exist", "inexistent_phone_provider");

    private static string Text(StoredProvider provider) =>
        $"{{\"id\":\"{provider.Id}\",\"tenant\":\"stand-in\",\"name\":\"{provider.Name}\",\"channel\":\"phone\","
        + $"\"disabled\":{(provider.Disabled ? "true" : "false")},\"configuration\":{provider.Configuration}}}";
}
