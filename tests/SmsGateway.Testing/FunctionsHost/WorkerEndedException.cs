namespace SmsGateway.Testing.FunctionsHost;

/// <summary>The worker's process ended with the invocation in it.</summary>
internal sealed class WorkerEndedException : Exception
{
    public WorkerEndedException()
        : base("The worker ended.") { }

    public WorkerEndedException(string message)
        : base(message) { }

    public WorkerEndedException(string message, Exception innerException)
        : base(message, innerException) { }
}
