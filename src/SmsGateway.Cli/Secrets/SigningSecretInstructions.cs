using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Secrets;

/// <summary>A signing secret goes to both sides.</summary>
internal sealed class SigningSecretInstructions(string name, string vault, SecretEncoding encoding, string file)
    : StoreInstructions(name, vault, file)
{
    protected override IReadOnlyList<string> Settings =>
        [
            $"Gateway__Callers__auth0__SigningSecretName={Name}",
            $"Gateway__Callers__auth0__SigningSecretEncoding={encoding}",
        ];

    protected override string Further =>
        $"""
            2. Into Auth0, the same text. Connection: gateway_authentication.secret, with "secret_base64_encoded": {Base64Encoded}.
               Action: its secret SIGNING_SECRET, with SIGNING_SECRET_ENCODING {encoding}.
            3. Then try it, and remove the file:
                 {CliApp.Name} check --url <gateway> --subject <subject> --audience <audience> --signing-secret-file {Quoted} && rm {Quoted}
            """;

    private string Base64Encoded => encoding == SecretEncoding.Base64Url ? "true" : "false";

    public override void AddTo(JsonObject document, bool isInFile)
    {
        document["encoding"] = encoding.ToString();
        base.AddTo(document, isInFile);
        document["auth0"] = new JsonObject { ["secret_base64_encoded"] = encoding == SecretEncoding.Base64Url };
    }
}
