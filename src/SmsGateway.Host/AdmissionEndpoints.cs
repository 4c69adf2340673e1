using SmsGateway.Admission;
using SmsGateway.Operators;
using static SmsGateway.Host.OperatorsEndpoints;

namespace SmsGateway.Host;

/// <summary>The operators' side of admission, mapped to its handlers.</summary>
internal static class AdmissionEndpoints
{
    /// <param name="operators">Lets nobody through without the key.</param>
    public static void MapAdmission(this RouteGroupBuilder operators)
    {
        var group = operators.MapGroup("admission");
        MapList(group.MapGroup("blocks"), AdmissionList.Block);
        MapList(group.MapGroup("allows"), AdmissionList.Allow);
        group.MapGet(
            "decisions",
            async (HttpContext context, string? rule, string? caller, string? region, string? max) =>
                await context.ReplyAsync(
                    await context
                        .Get<AdmissionDecisionsHandler>()
                        .ListAsync(rule, caller, region, max, context.RequestAborted)
                )
        );
        group.MapPost(
            "test",
            async (HttpContext context) =>
                await context.ReplyAsync(
                    await context
                        .Get<AdmissionDecisionsHandler>()
                        .TestAsync(context.Request.Body, context.RequestAborted)
                )
        );
    }

    private static void MapList(RouteGroupBuilder group, AdmissionList list)
    {
        group.MapGet(
            "",
            async (HttpContext context, string? reveal) =>
                await context.ReplyAsync(
                    await context
                        .Get<AdmissionListsHandler>()
                        .ListAsync(list, IsTrue(reveal), Who(context), context.RequestAborted)
                )
        );
        group.MapPut(
            "",
            async (HttpContext context, string? force) =>
                await context.ReplyAsync(
                    await context
                        .Get<AdmissionListsHandler>()
                        .PutAsync(list, IsTrue(force), context.Request.Body, Who(context), context.RequestAborted)
                )
        );
        group.MapDelete(
            "",
            async (HttpContext context) =>
                await context.ReplyAsync(
                    await context
                        .Get<AdmissionListsHandler>()
                        .DeleteAsync(list, name => context.Request.Query[name], Who(context), context.RequestAborted)
                )
        );
    }
}
