namespace Microsoft.Azure.Functions.Worker;

internal sealed class WorkerOptions
{
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>();
}
