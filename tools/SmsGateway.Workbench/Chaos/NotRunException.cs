namespace SmsGateway.Workbench.Chaos;

/// <summary>A scenario cannot be played on this machine; the message says what is missing.</summary>
internal sealed class NotRunException : Exception
{
    public NotRunException() { }

    public NotRunException(string message)
        : base(message) { }

    public NotRunException(string message, Exception innerException)
        : base(message, innerException) { }
}
