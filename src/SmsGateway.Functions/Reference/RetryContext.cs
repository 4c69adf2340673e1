namespace Microsoft.Azure.Functions.Worker;

internal abstract class RetryContext;
