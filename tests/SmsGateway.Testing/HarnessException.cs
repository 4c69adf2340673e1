namespace SmsGateway.Testing;

/// <summary>Something the run cannot go on without is missing or failed; the message is for the person at the terminal.</summary>
public sealed class HarnessException : Exception
{
    public HarnessException() { }

    public HarnessException(string message)
        : base(message) { }

    public HarnessException(string message, Exception innerException)
        : base(message, innerException) { }
}
