using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Secrets;

/// <summary>Where a new signing secret goes, as lines to paste. They read it from a file, so that no history has it.</summary>
internal sealed class StoreInstructions(string name, string vault, SecretEncoding encoding, string file)
{
    private string KeyVault =>
        $"az keyvault secret set --vault-name {vault} --name {name} --file {Quoted} --output none";

    private string Local => $"env \"Secrets__{name}=$(cat {Quoted})\" dotnet run --project src/SmsGateway.Host";

    private string Quoted =>
        file.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
            ? file
            : $"'{file.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private IReadOnlyList<string> Settings =>
        [
            $"Gateway__Callers__auth0__SigningSecretName={name}",
            $"Gateway__Callers__auth0__SigningSecretEncoding={encoding}",
        ];

    private string Base64Encoded => encoding == SecretEncoding.Base64Url ? "true" : "false";

    /// <param name="document">Of --json.</param>
    /// <param name="isInFile">Whether there is a file for the commands to read.</param>
    public void AddTo(JsonObject document, bool isInFile)
    {
        document["encoding"] = encoding.ToString();
        if (isInFile)
        {
            document["keyVault"] = KeyVault;
            document["local"] = Local;
        }

        document["gatewaySettings"] = new JsonArray([.. Settings.Select(line => JsonValue.Create(line))]);
        document["auth0"] = new JsonObject { ["secret_base64_encoded"] = encoding == SecretEncoding.Base64Url };
    }

    public void Explain(Invocation invocation, bool isInFile)
    {
        invocation.Note(
            isInFile
                ? $"The secret is in {file}, without a line end; it was not shown."
                : $"It is not stored anywhere. The lines below read it from a file, so that no shell history has it; --out {file} makes that file."
        );
        invocation.Note(
            $"""

            1. Into the gateway's secret store, under the name its settings give. Key Vault:
                 {KeyVault}
               or, on this machine only:
                 {Local}
               The settings that go with it:
                 {Settings[0]}
                 {Settings[1]}
            2. Into Auth0, the same text. Connection: gateway_authentication.secret, with "secret_base64_encoded": {Base64Encoded}.
               Action: its secret SIGNING_SECRET, with SIGNING_SECRET_ENCODING {encoding}.
            3. Then try it, and remove the file:
                 {CliApp.Name} check --url <gateway> --subject <subject> --audience <audience> --signing-secret-file {Quoted} && rm {Quoted}

            """.TrimEnd()
        );
    }
}
