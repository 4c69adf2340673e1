namespace Microsoft.Azure.Functions.Worker;

internal abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
