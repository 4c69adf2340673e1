namespace SmsGateway.Workbench;

/// <summary>Something the run cannot go on without is missing or failed; the message is for the person at the terminal.</summary>
internal sealed class WorkbenchException : Exception
{
    public WorkbenchException()
    {
    }

    public WorkbenchException(string message)
        : base(message)
    {
    }

    public WorkbenchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
