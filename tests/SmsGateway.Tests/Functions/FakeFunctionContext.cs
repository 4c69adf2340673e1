using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace SmsGateway.Tests.Functions;

/// <summary>An invocation with binding data; nothing else of it is used.</summary>
internal sealed class FakeFunctionContext(params KeyValuePair<string, object?>[] bindingData) : FunctionContext
{
    /// <summary>With what the queue trigger tells about a message, as the worker passes it on: texts, numbers and times in JSON.</summary>
    public static FakeFunctionContext Of(QueueMessage message) =>
        new(
            new("Id", message.MessageId),
            new("PopReceipt", message.PopReceipt),
            new("DequeueCount", message.DequeueCount.ToString(CultureInfo.InvariantCulture)),
            new("InsertionTime", JsonSerializer.Serialize(message.InsertedOn))
        );

    public override BindingContext BindingContext { get; } = new Bindings(new Dictionary<string, object?>(bindingData));

    public override string InvocationId => throw new NotSupportedException();

    public override string FunctionId => throw new NotSupportedException();

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

    public override IDictionary<object, object> Items
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override IInvocationFeatures Features => throw new NotSupportedException();

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
    }
}
