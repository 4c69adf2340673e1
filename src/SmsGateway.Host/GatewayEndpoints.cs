using SmsGateway.Acceptance;
using SmsGateway.Http;
using SmsGateway.Operators;

namespace SmsGateway.Host;

/// <summary>The HTTP contract, mapped to the handlers.</summary>
internal static class GatewayEndpoints
{
    public static void MapGateway(this WebApplication app)
    {
        app.MapPost("/api/sms", AcceptAsync);
        app.MapMethods(
            "/api/health",
            [HttpMethods.Get, HttpMethods.Head],
            async context =>
                await context.ReplyAsync(await context.Get<HealthHandler>().HandleAsync(context.RequestAborted))
        );
        app.MapGet("/api/openapi.json", context => context.ReplyAsync(context.Get<OpenApiHandler>().Handle()));
        if (app.Services.GetRequiredService<OperatorsKey>().IsConfigured)
        {
            app.MapOperators();
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
