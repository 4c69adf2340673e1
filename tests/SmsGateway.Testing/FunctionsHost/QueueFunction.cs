using System.Runtime.ExceptionServices;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Google.Protobuf;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>One queue trigger, driven by the platform's own listener with host.json's values.</summary>
internal sealed class QueueFunction(HostedFunction function, Workers workers)
{
    private readonly string _name = HostedFunction.Text(function.Trigger, "name")!;
    private readonly bool _isBinary = string.Equals(
        HostedFunction.Text(function.Trigger, "dataType"),
        "Binary",
        StringComparison.OrdinalIgnoreCase
    );

    /// <param name="settings">Of the host.</param>
    /// <param name="failed">Called with the listener's exception, which ends the host.</param>
    /// <param name="logs">The host's log.</param>
    public IHost CreateListener(HostSettings settings, Action<Exception> failed, ILoggerFactory logs) =>
        JobHosts.Create(
            typeof(QueueJob),
            settings,
            new Dictionary<string, string?>
            {
                [QueueJob.Queue] = HostedFunction.Text(function.Trigger, "queueName"),
                [QueueJob.Connection] = HostedFunction.ConnectionOf(function.Trigger),
            },
            services => services.AddSingleton(this).AddSingleton<IWebJobsExceptionHandler>(new EndsHost(failed)),
            logs
        );

    public Task RunAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest();
        request.InputData.Add(
            new ParameterBinding
            {
                Name = _name,
                Data = _isBinary
                    ? new TypedData { Bytes = ByteString.CopyFrom(message.Body) }
                    : new TypedData { String = message.Body.ToString() },
            }
        );
        // Text goes as text, everything else as JSON.
        var data = request.TriggerMetadata;
        data["QueueTrigger"] = new TypedData { String = message.Body.ToString() };
        data["Id"] = new TypedData { String = message.MessageId };
        data["PopReceipt"] = new TypedData { String = message.PopReceipt };
        data["DequeueCount"] = Json(message.DequeueCount);
        data["InsertionTime"] = Json(message.InsertedOn);
        data["ExpirationTime"] = Json(message.ExpiresOn);
        data["NextVisibleTime"] = Json(message.NextVisibleOn);
        return workers.InvokeAsync(function, request, null, null, cancellationToken);
    }

    private static TypedData Json<T>(T value) => new() { Json = JsonSerializer.Serialize(value) };

    private sealed class EndsHost(Action<Exception> failed) : IWebJobsExceptionHandler
    {
        public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
            OnUnhandledExceptionAsync(exceptionInfo);

        public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
        {
            failed(exceptionInfo.SourceException);
            return Task.CompletedTask;
        }
    }
}
