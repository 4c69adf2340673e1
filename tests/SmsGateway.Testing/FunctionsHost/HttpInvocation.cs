using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>A request on its way to its function, and the function's answer; public as the argument of a job.</summary>
public sealed class HttpInvocation
{
    internal HttpInvocation(HostedFunction function, InvocationRequest request)
    {
        Function = function;
        Request = request;
    }

    internal HostedFunction Function { get; }

    internal InvocationRequest Request { get; }

    internal string? TraceParent { get; init; }

    internal string? TraceState { get; init; }

    /// <summary>Cancelled some time after the caller has gone.</summary>
    internal CancellationToken Gone { get; init; }

    internal RpcHttp? Answer { get; set; }
}
