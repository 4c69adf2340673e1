namespace SmsGateway.Configuration;

/// <summary>The gateway does not start with a wrong configuration. The message lists every mistake, each naming its key.</summary>
public sealed class GatewayConfigurationException : Exception
{
    public GatewayConfigurationException() { }

    public GatewayConfigurationException(string message)
        : base(message) { }

    public GatewayConfigurationException(string message, Exception innerException)
        : base(message, innerException) { }

    public GatewayConfigurationException(IReadOnlyCollection<string> errors)
        : base(
            "The configuration is not usable:"
                + string.Concat(errors.Select(error => Environment.NewLine + "  - " + error))
        ) => Errors = errors;

    public IReadOnlyCollection<string> Errors { get; } = [];

    /// <summary>The message for logs that take a line for an entry.</summary>
    public string OnOneLine => "The configuration is not usable: " + string.Join(" | ", Errors);

    /// <summary>To be called when everything has been read.</summary>
    public static void ThrowIfAny(IReadOnlyCollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count > 0)
        {
            throw new GatewayConfigurationException(errors);
        }
    }
}
