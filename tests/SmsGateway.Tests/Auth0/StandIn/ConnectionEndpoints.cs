using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>Connections: listed in pages or from a checkpoint, read, and their options replaced whole.</summary>
internal static class ConnectionEndpoints
{
    public const string Reads = "read connections";
    private const int DefaultPage = 50;

    private static readonly string[] Changeable =
    [
        "options",
        "display_name",
        "enabled_clients",
        "is_domain_connection",
        "metadata",
        "realms",
        "show_as_button",
    ];

    public static void MapConnections(this IEndpointRouteBuilder app, Tenant tenant)
    {
        app.MapGet("/api/v2/connections", (HttpRequest request) => List(request.Query, tenant))
            .WithMetadata(new NeededScope("read:connections"), new RateGroup(Reads));
        app.MapGet(
                "/api/v2/connections/{id}",
                (string id) => Find(tenant, id) is { } connection ? Json(Text(connection)) : Missing()
            )
            .WithMetadata(new NeededScope("read:connections"), new RateGroup(Reads));
        app.MapPatch(
                "/api/v2/connections/{id}",
                async (string id, HttpRequest request) => await PatchAsync(tenant, id, request)
            )
            .WithMetadata(new NeededScope("update:connections"), new RateGroup("write connections"));
    }

    public static IResult Json(string text, int status = 200) =>
        Results.Text(text, "application/json; charset=utf-8", Encoding.UTF8, status);

    private static IResult List(IQueryCollection query, Tenant tenant)
    {
        var strategies = query["strategy"];
        var name = (string?)query["name"];
        List<StoredConnection> all =
        [
            .. tenant
                .Connections.Where(connection => strategies.Count == 0 || strategies.Contains(connection.Strategy))
                .Where(connection => name is null || connection.Name == name),
        ];
        if (query.ContainsKey("take") || query.ContainsKey("from"))
        {
            var take = Number(query, "take", DefaultPage);
            var start = query["from"] is [{ } from] ? all.FindIndex(connection => connection.Id == from) : 0;
            if (start < 0 || take is < 1 or > 100)
            {
                return ApiError.BadRequest("Query validation error", "invalid_query_string");
            }

            var next = start + take < all.Count ? $",\"next\":\"{all[start + take].Id}\"" : "";
            return Json($"{{\"connections\":{Array(all.Skip(start).Take(take))}{next}}}");
        }

        var (page, perPage) = (Number(query, "page", 0), Number(query, "per_page", DefaultPage));
        if (page < 0 || perPage is < 1 or > 100)
        {
            return ApiError.BadRequest("Query validation error", "invalid_query_string");
        }

        var items = all.Skip(page * perPage).Take(perPage).ToList();
        return Json(
            query["include_totals"] == "true"
                ? $"{{\"start\":{page * perPage},\"limit\":{perPage},\"length\":{items.Count},\"total\":{all.Count},\"connections\":{Array(items)}}}"
                : Array(items)
        );
    }

    private static async Task<IResult> PatchAsync(Tenant tenant, string id, HttpRequest request)
    {
        if (Find(tenant, id) is not { } connection)
        {
            return Missing();
        }

        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        JsonDocument body;
        try
        {
            body = JsonDocument.Parse(await reader.ReadToEndAsync());
        }
        catch (JsonException)
        {
            return ApiError.BadRequest("Invalid request payload JSON format");
        }

        using (body)
        {
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ApiError.BadRequest("Payload validation error: 'Expected type object'.");
            }

            foreach (var property in body.RootElement.EnumerateObject())
            {
                if (!Changeable.Contains(property.Name))
                {
                    return ApiError.BadRequest(
                        $"Payload validation error: 'Additional properties not allowed: {property.Name}'."
                    );
                }
            }

            if (body.RootElement.TryGetProperty("options", out var options))
            {
                if (SmsOptionsRules.Violation(options, tenant.AllowsHttpOnLoopback) is { } violation)
                {
                    return ApiError.BadRequest($"Payload validation error: '{violation}'.");
                }

                connection.Options = tenant.Rewrite?.Invoke(options.GetRawText()) ?? options.GetRawText();
            }

            return Json(Text(connection));
        }
    }

    private static StoredConnection? Find(Tenant tenant, string id) =>
        tenant.Connections.Find(connection => connection.Id == id);

    private static IResult Missing() => ApiError.NotFound("The connection does not exist", "inexistent_connection");

    private static int Number(IQueryCollection query, string name, int otherwise) =>
        query[name] is [{ } text]
            ? int.TryParse(text, out var number)
                ? number
                : -1
            : otherwise;

    private static string Array(IEnumerable<StoredConnection> connections) =>
        $"[{string.Join(',', connections.Select(Text))}]";

    private static string Text(StoredConnection connection) =>
        $"{{\"id\":\"{connection.Id}\",\"options\":{connection.Options},\"strategy\":\"{connection.Strategy}\",\"name\":\"{connection.Name}\","
        + $"\"is_domain_connection\":false,\"realms\":[\"{connection.Name}\"],\"enabled_clients\":[\"{Auth0StandIn.ClientId}\"]}}";
}
