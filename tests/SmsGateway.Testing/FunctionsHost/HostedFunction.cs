using System.Text.Json;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>A function as the worker reports it: its id and its bindings.</summary>
internal sealed class HostedFunction
{
    public HostedFunction(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        Bindings = [.. metadata.RawBindings.Select(text => JsonSerializer.Deserialize<JsonElement>(text))];
        Trigger = Bindings.Single(binding => TypeOf(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
    }

    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    public JsonElement Trigger { get; }

    public bool IsHttp => IsType(Trigger, "httpTrigger");

    public bool IsQueue => IsType(Trigger, "queueTrigger");

    /// <summary>Queues that it writes what it returns to.</summary>
    public IEnumerable<JsonElement> QueueOutputs => Bindings.Where(binding => IsType(binding, "queue"));

    private IReadOnlyList<JsonElement> Bindings { get; }

    /// <summary>The same with what the worker needs for loading it: an id, and the bindings as messages.</summary>
    public static HostedFunction Read(RpcFunctionMetadata reported, string folder)
    {
        var metadata = reported.Clone();
        metadata.Directory = folder;
        metadata.FunctionId = metadata.FunctionId is { Length: > 0 } id ? id : metadata.Name;
        var function = new HostedFunction(metadata);
        foreach (var binding in function.Bindings)
        {
            metadata.Bindings[Text(binding, "name")!] = new BindingInfo
            {
                Type = TypeOf(binding),
                Direction = Enum.Parse<BindingInfo.Types.Direction>(Text(binding, "direction")!, ignoreCase: true),
                DataType = Enum.TryParse<BindingInfo.Types.DataType>(
                    Text(binding, "dataType"),
                    ignoreCase: true,
                    out var type
                )
                    ? type
                    : BindingInfo.Types.DataType.Undefined,
            };
        }

        return function;
    }

    public static string? Text(JsonElement binding, string name) =>
        binding.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The setting, or prefix of settings, that a queue binding names.</summary>
    public static string ConnectionOf(JsonElement binding) => Text(binding, "connection") ?? "AzureWebJobsStorage";

    private static string TypeOf(JsonElement binding) => Text(binding, "type")!;

    private static bool IsType(JsonElement binding, string type) =>
        TypeOf(binding).Equals(type, StringComparison.OrdinalIgnoreCase);
}
