using SmsGateway.Configuration;

namespace SmsGateway.Encryption;

/// <summary>Section <c>Gateway:Encryption</c>.</summary>
public sealed record EncryptionOptions
{
    /// <summary>The setting, as texts name it.</summary>
    public const string KeySetting = "Gateway__Encryption__KeySecretName";

    /// <value>Name of the secret with the key under which messages lie in the store; null (default): they lie there as they are.</value>
    public string? KeySecretName { get; init; }

    public static EncryptionOptions Read(ConfigurationReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = new EncryptionOptions { KeySecretName = reader.Optional(nameof(KeySecretName)) };
        reader.RejectUnknownKeys();
        return options;
    }
}
