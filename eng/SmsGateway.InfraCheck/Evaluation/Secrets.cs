namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>Which values of resources are secrets.</summary>
internal static class Secrets
{
    /// <returns>Why, or null.</returns>
    public static string? InProperty(ResourceInstance resource, string path) => path switch
    {
        "properties.value" or "properties.secretUriWithVersion.value" when resource.Is("Microsoft.KeyVault/vaults/secrets") => "the value of a secret",
        // With local authentication off, the string only says where to send and opens nothing.
        "properties.ConnectionString" or "properties.InstrumentationKey"
            when resource.Is("Microsoft.Insights/components") && !IsTrue(resource, "properties.DisableLocalAuth") =>
            "a connection string that opens the component as its DisableLocalAuth is not true",
        _ => null,
    };

    /// <returns>Why, or null.</returns>
    public static string? InMethod(ResourceInstance resource, string function) => function == "getSecret" || IsList(function)
        ? $"the answer of {resource.Declaration.Name}.{function}()"
        : null;

    /// <summary>listKeys, listSecrets, listAccountSas, ...: Azure's functions of this form hand out keys.</summary>
    public static bool IsList(string function) =>
        function.StartsWith("list", StringComparison.Ordinal) && (function.Length == 4 || char.IsAsciiLetterUpper(function[4]));

    // One that is only referred to is judged where it is deployed.
    private static bool IsTrue(ResourceInstance resource, string path) =>
        resource.Declaration.IsExisting || resource.Property(path) is BoolValue { Bool: true } || resource.Property(path) is UnknownValue;
}
