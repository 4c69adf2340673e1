namespace SmsGateway.InfraCheck.Checks;

/// <summary>The built-in roles that this deployment may give, and their ids, which are the same everywhere.</summary>
internal static class Roles
{
    public const string BlobOwner = "Storage Blob Data Owner";
    public const string BlobContributor = "Storage Blob Data Contributor";
    public const string QueueContributor = "Storage Queue Data Contributor";
    public const string SecretsUser = "Key Vault Secrets User";
    public const string MetricsPublisher = "Monitoring Metrics Publisher";

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = BlobOwner,
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = BlobContributor,
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = QueueContributor,
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["8a0f0c08-91a1-4084-bc3d-661d67233fed"] = "Storage Queue Data Message Processor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = SecretsUser,
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = MetricsPublisher,
    };

    /// <returns>Null when the id is not in the list.</returns>
    public static string? NameOf(string id) => Names.GetValueOrDefault(id);
}
