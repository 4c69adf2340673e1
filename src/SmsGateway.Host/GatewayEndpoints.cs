using System.Text.Json.Nodes;
using SmsGateway.Acceptance;
using SmsGateway.Http;
using SmsGateway.Operators;

namespace SmsGateway.Host;

/// <summary>The HTTP contract, mapped to the handlers.</summary>
internal static class GatewayEndpoints
{
    private static readonly HttpReply Alive = HttpReply.Json(200, new JsonObject { ["status"] = "alive" });

    public static void MapGateway(this WebApplication app)
    {
        app.MapPost("/api/sms", AcceptAsync);
        string[] looks = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(
            "/api/health",
            looks,
            async context =>
                await context.ReplyAsync(await context.Get<HealthHandler>().HandleAsync(context.RequestAborted))
        );
        app.MapMethods(
            "/readyz",
            looks,
            async context =>
                await context.ReplyAsync(await context.Get<HealthHandler>().ReadyAsync(context.RequestAborted))
        );
        // Nothing is looked at: who restarts a process over a store that is away has two that cannot reach it.
        app.MapMethods("/livez", looks, context => context.ReplyAsync(Alive));
        if (app.Services.GetRequiredService<GatewayOptions>().Metrics.Prometheus)
        {
            app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new HttpMethodMetadata(looks));
        }

        app.MapGet("/api/openapi.json", context => context.ReplyAsync(context.Get<OpenApiHandler>().Handle()));
        if (app.Services.GetRequiredService<OperatorsKey>().IsConfigured)
        {
            app.MapOperators();
            // Open to everybody: the page holds nothing of an installation, and asks for the key itself.
            app.MapMethods(
                "/operators/{*path}",
                looks,
                context =>
                    context.ReplyAsync(context.Get<OperatorsPageHandler>().Handle(context.Request.Path.Value ?? ""))
            );
        }
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        try
        {
            var request = context.Request;
            await context.ReplyAsync(
                await context
                    .Get<AcceptanceHandler>()
                    .HandleAsync(
                        request.Headers.Authorization,
                        request.Body,
                        request.ContentLength,
                        context.RequestAborted
                    )
            );
        }
        catch (IOException e)
        {
            // The body could not be read: too long, broken off, or (no BadHttpRequestException then) in a chunk whose size
            // overflows. Nothing else here throws it; the store's failures have their own type.
            var status = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            await context.ReplyAsync(HttpReply.Problem(status, "The request is not readable."));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody reads an answer.
        }
    }
}
