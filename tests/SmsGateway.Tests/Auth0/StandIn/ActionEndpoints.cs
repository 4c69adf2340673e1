using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>Actions: a draft that is built after a while, and the version of it that was deployed. Secrets go in and never come out.</summary>
internal static class ActionEndpoints
{
    private const string Path = "/api/v2/actions/actions";
    private const int MaxCodeBytes = 100 * 1024;

    public static void MapActions(this IEndpointRouteBuilder app, Tenant tenant)
    {
        app.MapGet(Path, (string? triggerId, string? actionName) => List(tenant, triggerId, actionName))
            .WithMetadata(new NeededScope("read:actions"));
        app.MapPost(
                Path,
                async (HttpRequest request) => Create(tenant, await JsonNode.ParseAsync(request.Body) as JsonObject)
            )
            .WithMetadata(new NeededScope("create:actions"));
        app.MapGet(Path + "/{id}", (string id) => With(tenant, id, Read)).WithMetadata(new NeededScope("read:actions"));
        app.MapPatch(
                Path + "/{id}",
                async (string id, HttpRequest request) =>
                {
                    var body = await JsonNode.ParseAsync(request.Body) as JsonObject;
                    return With(tenant, id, action => Apply(tenant, action, body) ?? Json(action));
                }
            )
            .WithMetadata(new NeededScope("update:actions"));
        app.MapDelete(
                Path + "/{id}",
                (string id, bool? force) => With(tenant, id, action => Delete(tenant, action, force == true))
            )
            .WithMetadata(new NeededScope("delete:actions"));
        app.MapPost(Path + "/{id}/deploy", (string id) => With(tenant, id, action => Deploy(tenant, action)))
            .WithMetadata(new NeededScope("create:actions"));
    }

    private static IResult List(Tenant tenant, string? triggerId, string? actionName)
    {
        List<StoredAction> actions =
        [
            .. tenant
                .Actions.Where(action => triggerId is null || action.TriggerId == triggerId)
                .Where(action => actionName is null || action.Name == actionName),
        ];
        var list = new JsonObject
        {
            ["actions"] = new JsonArray([.. actions.Select(action => (JsonNode)Describe(action))]),
            ["total"] = actions.Count,
            ["page"] = 0,
            ["per_page"] = 20,
        };
        return ConnectionEndpoints.Json(list.ToJsonString());
    }

    private static IResult Create(Tenant tenant, JsonObject? body)
    {
        if (
            body?["supported_triggers"] is not JsonArray { Count: 1 } triggers
            || (string?)body["name"] is not { Length: > 0 } name
        )
        {
            return ApiError.BadRequest("Payload validation error: 'name and one of supported_triggers are required'.");
        }

        var trigger = (string?)triggers[0]?["id"] ?? "";
        if (
            tenant.Actions.Exists(action =>
                action.Name == name || (trigger == StoredAction.PhoneTrigger && action.TriggerId == trigger)
            )
        )
        {
            return ApiError.Conflict("An action for this trigger, or of this name, already exists");
        }

        var action = new StoredAction
        {
            Id = tenant.NewId("act-"),
            Name = name,
            TriggerId = trigger,
        };
        if (Apply(tenant, action, body) is { } refusal)
        {
            return refusal;
        }

        tenant.Actions.Add(action);
        return Json(action, 201);
    }

    /// <summary>All or nothing. A secret without a value keeps the one it has.</summary>
    private static IResult? Apply(Tenant tenant, StoredAction action, JsonObject? body)
    {
        var code = (string?)body?["code"] ?? action.Code;
        if (body is null || Encoding.UTF8.GetByteCount(code) > MaxCodeBytes)
        {
            return ApiError.BadRequest("Payload validation error: 'code is over 100 kB'.");
        }

        var secrets = action.Secrets;
        if (body["secrets"] is JsonArray given)
        {
            secrets = [];
            foreach (var secret in given)
            {
                var name = (string?)secret?["name"] ?? "";
                if (
                    ((string?)secret?["value"] ?? action.Secrets.GetValueOrDefault(name))
                        is not { Length: <= 4096 } value
                    || name.Length is 0 or > 128
                )
                {
                    return ApiError.BadRequest($"Payload validation error: 'secret {name}'.");
                }

                secrets[name] = value;
            }
        }

        (action.Code, action.Secrets) = (code, secrets);
        action.Name = (string?)body["name"] ?? action.Name;
        action.Runtime = (string?)body["runtime"] ?? action.Runtime;
        action.PendingReads = tenant.ReadsUntilBuilt;
        return null;
    }

    private static IResult Read(StoredAction action)
    {
        var answer = Json(action);
        action.PendingReads = Math.Max(0, action.PendingReads - 1);
        return answer;
    }

    private static IResult Deploy(Tenant tenant, StoredAction action)
    {
        if (action.PendingReads > 0)
        {
            return ApiError.BadRequest("The draft of the action must be in the 'built' state", "draft_not_built");
        }

        action.Deployed = new DeployedVersion(
            tenant.NewId("ver-"),
            ++action.Versions,
            action.Code,
            new Dictionary<string, string>(action.Secrets)
        );
        return ConnectionEndpoints.Json(Version(action).ToJsonString(), 202);
    }

    private static IResult Delete(Tenant tenant, StoredAction action, bool force)
    {
        if (!force && action.Deployed is not null && tenant.Providers.Exists(provider => provider.Name == "custom"))
        {
            return ApiError.Conflict("The action is in use", "action_bound");
        }

        tenant.Actions.Remove(action);
        return Results.NoContent();
    }

    private static IResult With(Tenant tenant, string id, Func<StoredAction, IResult> then) =>
        tenant.Actions.Find(action => action.Id == id) is { } action
            ? then(action)
            : ApiError.NotFound("That action does not exist", "action_not_found");

    private static IResult Json(StoredAction action, int status = 200) =>
        ConnectionEndpoints.Json(Describe(action).ToJsonString(), status);

    private static JsonObject Describe(StoredAction action)
    {
        var json = new JsonObject
        {
            ["id"] = action.Id,
            ["name"] = action.Name,
            ["supported_triggers"] = new JsonArray(new JsonObject { ["id"] = action.TriggerId, ["version"] = "v1" }),
            ["code"] = action.Code,
            ["runtime"] = action.Runtime,
            ["status"] = action.PendingReads > 0 ? "pending" : "built",
            ["secrets"] = new JsonArray([.. action.Secrets.Keys.Select(name => new JsonObject { ["name"] = name })]),
            ["all_changes_deployed"] = IsAllDeployed(action),
        };
        if (action.Deployed is not null)
        {
            json["deployed_version"] = Version(action);
        }

        return json;
    }

    private static bool IsAllDeployed(StoredAction action) =>
        action.Deployed is { } deployed
        && deployed.Code == action.Code
        && deployed.Secrets.OrderBy(secret => secret.Key).SequenceEqual(action.Secrets.OrderBy(secret => secret.Key));

    private static JsonObject Version(StoredAction action) =>
        new()
        {
            ["id"] = action.Deployed!.Id,
            ["action_id"] = action.Id,
            ["number"] = action.Deployed.Number,
            ["code"] = action.Deployed.Code,
            ["deployed"] = true,
            ["status"] = "built",
        };
}
