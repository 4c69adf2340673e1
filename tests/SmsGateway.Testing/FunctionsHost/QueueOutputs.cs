using System.Collections.Concurrent;
using Azure.Storage.Queues;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>Queue output bindings: what the function returned for them is written before its caller gets the answer.</summary>
internal sealed class QueueOutputs(HostSettings settings)
{
    private readonly ConcurrentDictionary<(string Connection, string Queue), Task<QueueClient>> _queues = [];

    /// <returns>The function's answer to an HTTP request, if it gave one.</returns>
    public async Task<RpcHttp?> WriteAsync(HostedFunction function, InvocationResponse response)
    {
        foreach (var binding in function.QueueOutputs)
        {
            var data = response.OutputData.FirstOrDefault(output => output.Name == HostedFunction.Text(binding, "name"))?.Data;
            if (data?.DataCase is TypedData.DataOneofCase.String or TypedData.DataOneofCase.Json)
            {
                var place = (HostedFunction.Text(binding, "connection") ?? "AzureWebJobsStorage", HostedFunction.Text(binding, "queueName")!);
                var queue = await _queues.GetOrAdd(place, OpenAsync);
                await queue.SendMessageAsync(data.DataCase == TypedData.DataOneofCase.String ? data.String : data.Json);
            }
        }

        return response.ReturnValue?.Http ?? response.OutputData.Select(output => output.Data?.Http).FirstOrDefault(http => http is not null);
    }

    private async Task<QueueClient> OpenAsync((string Connection, string Queue) place)
    {
        var section = settings.Configuration.GetSection(place.Connection);
        var queue = new QueueClient(section.Value ?? section["ConnectionString"], place.Queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync();
        return queue;
    }
}
