using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>
/// Runs a function for a request within the WebJobs SDK, as the platform does: what it returns for queues is written by the
/// extension's own binding, before the caller gets the answer.
/// </summary>
public sealed class HttpJob
{
    private readonly Workers _workers;

    public HttpJob(IServiceProvider services) => _workers = services.GetRequiredService<Workers>();

    [NoAutomaticTrigger]
    public async Task RunAsync(HttpInvocation invocation, IBinder binder)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        ArgumentNullException.ThrowIfNull(binder);
        var response = await _workers.InvokeAsync(
            invocation.Function,
            invocation.Request,
            invocation.TraceParent,
            invocation.TraceState,
            invocation.Gone
        );
        foreach (var binding in invocation.Function.QueueOutputs)
        {
            var data = response
                .OutputData.FirstOrDefault(output => output.Name == HostedFunction.Text(binding, "name"))
                ?.Data;
            if (data?.DataCase is TypedData.DataOneofCase.String or TypedData.DataOneofCase.Json)
            {
                var queue = await binder.BindAsync<IAsyncCollector<string>>(
                    new QueueAttribute(HostedFunction.Text(binding, "queueName"))
                    {
                        Connection = HostedFunction.ConnectionOf(binding),
                    }
                );
                await queue.AddAsync(data.DataCase == TypedData.DataOneofCase.String ? data.String : data.Json);
            }
        }

        invocation.Answer =
            response.ReturnValue?.Http
            ?? response.OutputData.Select(output => output.Data?.Http).FirstOrDefault(http => http is not null);
    }
}
