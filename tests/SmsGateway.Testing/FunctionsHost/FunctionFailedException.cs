namespace SmsGateway.Testing.FunctionsHost;

/// <summary>The function threw, was cancelled or took longer than it may.</summary>
internal sealed class FunctionFailedException : Exception
{
    public FunctionFailedException() { }

    public FunctionFailedException(string message)
        : base(message) { }

    public FunctionFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
