namespace SmsGateway.Workbench.Demo;

/// <param name="IsOnAzurite">Whether the gateway keeps its messages there instead of in its embedded store.</param>
internal sealed record DemoOptions(bool IsOnAzurite)
{
    public static DemoOptions Read(Arguments arguments) =>
        new(
            arguments.Text("--store") switch
            {
                null or "embedded" => false,
                "azurite" => true,
                _ => throw new UsageException("--store must be embedded or azurite."),
            }
        );
}
