using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SmsGateway.Functions;

/// <summary>
/// Puts a run into the trace that the platform names: the worker starts an activity of its own only where somebody listens to its
/// source, which is only where telemetry is exported.
/// </summary>
internal sealed class TraceMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var activity = Start(context);
        await next(context);
    }

    private static Activity? Start(FunctionContext context)
    {
        if (
            Activity.Current is not null
            || !ActivityContext.TryParse(
                context.TraceContext.TraceParent,
                context.TraceContext.TraceState,
                isRemote: true,
                out var parent
            )
        )
        {
            return null;
        }

        var activity = new Activity(context.FunctionDefinition.Name) { TraceStateString = parent.TraceState };
        return activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }
}
