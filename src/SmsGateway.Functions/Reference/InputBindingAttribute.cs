namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

[AttributeUsage(AttributeTargets.Parameter)]
internal abstract class InputBindingAttribute : BindingAttribute;
