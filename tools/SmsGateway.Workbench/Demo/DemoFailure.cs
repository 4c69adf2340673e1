namespace SmsGateway.Workbench.Demo;

/// <summary>A step did not go as it should; the message says what was seen instead.</summary>
internal sealed class DemoFailure : Exception
{
    public DemoFailure() { }

    public DemoFailure(string message)
        : base(message) { }

    public DemoFailure(string message, Exception innerException)
        : base(message, innerException) { }
}
