namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
