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
                await WriteAsync(context, await Get<HealthHandler>(context).HandleAsync(context.RequestAborted))
        );
        if (app.Services.GetRequiredService<OperatorsKey>().IsConfigured)
        {
            app.MapOperators();
        }
    }

    private static void MapOperators(this WebApplication app)
    {
        var operators = app.MapGroup("/api")
            .AddEndpointFilter(
                async (context, next) =>
                {
                    var http = context.HttpContext;
                    if (
                        await Get<OperatorsKey>(http)
                            .RefusalAsync(http.Request.Headers["x-functions-key"], http.RequestAborted)
                        is not { } refusal
                    )
                    {
                        return await next(context);
                    }

                    await WriteAsync(http, refusal);
                    return Results.Empty;
                }
            );
        operators.MapGet(
            "messages/{id}",
            async (HttpContext context, string id) =>
                await WriteAsync(
                    context,
                    await Get<OperatorsHandler>(context).ShowMessageAsync(id, context.RequestAborted)
                )
        );
        operators.MapAdmission();
        var group = operators.MapGroup("dead-letters");
        group.MapGet(
            "",
            async (HttpContext context, string? day, string? reason, string? reveal) =>
                await WriteAsync(
                    context,
                    await Get<OperatorsHandler>(context)
                        .ListAsync(
                            day,
                            reason,
                            context.Request.Query["continue"],
                            IsTrue(reveal),
                            context.RequestAborted
                        )
                )
        );
        group.MapGet(
            "{id}",
            async (HttpContext context, string id, string? reveal) =>
                await WriteAsync(
                    context,
                    await Get<OperatorsHandler>(context).ShowAsync(id, IsTrue(reveal), context.RequestAborted)
                )
        );
        group.MapPost(
            "{id}/replay",
            async (HttpContext context, string id, string? allowExpired) =>
                await WriteAsync(
                    context,
                    await Get<OperatorsHandler>(context).ReplayAsync(id, IsTrue(allowExpired), context.RequestAborted)
                )
        );
        group.MapDelete(
            "{id}",
            async (HttpContext context, string id) =>
                await WriteAsync(context, await Get<OperatorsHandler>(context).DeleteAsync(id, context.RequestAborted))
        );
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        try
        {
            var request = context.Request;
            await WriteAsync(
                context,
                await Get<AcceptanceHandler>(context)
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
            await WriteAsync(context, HttpReply.Problem(status, "The request is not readable."));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody reads an answer.
        }
    }

    private static Task WriteAsync(HttpContext context, HttpReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (reply.ContentType is null)
        {
            return Task.CompletedTask;
        }

        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        return response.Body.WriteAsync(reply.Body).AsTask();
    }

    private static bool IsTrue(string? value) => bool.TryParse(value, out var result) && result;

    private static T Get<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
