namespace Microsoft.Azure.Functions.Worker;

internal interface IInvocationFeatures;
