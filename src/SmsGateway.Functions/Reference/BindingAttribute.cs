namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

[AttributeUsage(AttributeTargets.All)]
internal abstract class BindingAttribute : Attribute;
