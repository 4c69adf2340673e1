using SmsGateway.Encryption;

namespace SmsGateway.Cli.Secrets;

/// <summary>The key of messages stays with the gateway.</summary>
internal sealed class EncryptionKeyInstructions(string name, string vault, string file)
    : StoreInstructions(name, vault, file)
{
    protected override IReadOnlyList<string> Settings => [$"{EncryptionOptions.KeySetting}={Name}"];

    protected override string Further =>
        $"""
            2. Keep it: what is sealed with it cannot be read without it. To change it, add another as a new version of the same
               secret; the one before still opens what it has sealed. Nobody else needs it, so remove the file:
                 rm {Quoted}
            """;
}
