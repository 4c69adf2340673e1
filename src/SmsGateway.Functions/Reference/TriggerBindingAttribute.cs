namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

[AttributeUsage(AttributeTargets.Parameter)]
internal abstract class TriggerBindingAttribute : InputBindingAttribute;
