using Microsoft.AspNetCore.Http.Features;
using SmsGateway.Operators;

namespace SmsGateway.Host;

/// <summary>The operators' part of the HTTP contract, behind its key.</summary>
internal static class OperatorsEndpoints
{
    public static void MapOperators(this WebApplication app)
    {
        var operators = app.MapGroup("/api").AddEndpointFilter(AdmitAsync);
        operators.MapGet(
            "messages",
            async (HttpContext context, string? recipient) =>
                await context.ReplyAsync(
                    await context.Get<MessagesHandler>().FindAsync(recipient, Who(context), context.RequestAborted)
                )
        );
        operators.MapGet(
            "messages/{id}",
            async (HttpContext context, string id) =>
                await context.ReplyAsync(await context.Get<MessagesHandler>().ShowAsync(id, context.RequestAborted))
        );
        operators.MapGet(
            "stats",
            async (HttpContext context) =>
                await context.ReplyAsync(await context.Get<StatsHandler>().HandleAsync(context.RequestAborted))
        );
        MapDeadLetters(operators.MapGroup("dead-letters"));
        operators.MapAdmission();
    }

    private static void MapDeadLetters(RouteGroupBuilder group)
    {
        group.MapGet(
            "",
            async (HttpContext context, string? day, string? reason, string? reveal) =>
                await context.ReplyAsync(
                    await context
                        .Get<DeadLettersHandler>()
                        .ListAsync(
                            day,
                            reason,
                            context.Request.Query["continue"],
                            IsTrue(reveal),
                            Who(context),
                            context.RequestAborted
                        )
                )
        );
        group.MapGet(
            "{id}",
            async (HttpContext context, string id, string? reveal) =>
                await context.ReplyAsync(
                    await context
                        .Get<DeadLettersHandler>()
                        .ShowAsync(id, IsTrue(reveal), Who(context), context.RequestAborted)
                )
        );
        group.MapPost(
            "{id}/replay",
            async (HttpContext context, string id, string? allowExpired) =>
                await context.ReplyAsync(
                    await context
                        .Get<DeadLettersHandler>()
                        .ReplayAsync(id, IsTrue(allowExpired), Who(context), context.RequestAborted)
                )
        );
        group.MapDelete(
            "{id}",
            async (HttpContext context, string id) =>
                await context.ReplyAsync(
                    await context.Get<DeadLettersHandler>().DeleteAsync(id, Who(context), context.RequestAborted)
                )
        );
    }

    /// <summary>Lets in who has the key, and remembers who that is.</summary>
    private static async ValueTask<object?> AdmitAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var headers = http.Request.Headers;
        var (who, refusal) = await http.Get<OperatorsKey>()
            .CheckAsync(
                headers["x-functions-key"],
                AddressOf(http),
                OperatorIdentity.NameIn(headers[OperatorIdentity.NameHeader]),
                http.RequestAborted
            );
        if (refusal is not null)
        {
            await http.ReplyAsync(refusal);
            return Results.Empty;
        }

        http.Features.Set<OperatorIdentity>(who);
        return await next(context);
    }

    public static OperatorIdentity Who(HttpContext context) => context.Features.GetRequiredFeature<OperatorIdentity>();

    private static string? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.ToString();

    public static bool IsTrue(string? value) => bool.TryParse(value, out var result) && result;
}
