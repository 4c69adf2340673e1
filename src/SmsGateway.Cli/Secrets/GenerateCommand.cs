using System.Buffers.Text;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Secrets;

/// <summary>Makes a signing secret or the key of messages, and says how to store it without it ending in the shell's history.</summary>
internal sealed partial class GenerateCommand : CliCommand
{
    /// <summary>As many as the hash of HS256 has; more would not be stronger there (RFC 7518, 3.2). AES-256 takes as many.</summary>
    private const int Bytes = 32;

    private readonly Option<string?> _name = new("--name")
    {
        Description =
            "The secret's name in the gateway's secret store. [default: auth0-signing-secret, or encryption-key]",
        HelpName = "name",
    };

    private readonly Option<string?> _vault = new("--vault")
    {
        Description = "The Key Vault's name, for the command to paste.",
        HelpName = "vault",
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write it to this new file, readable by you only, instead of showing it.",
        HelpName = "file",
    };
    private readonly Option<SecretEncoding?> _encoding = new("--encoding")
    {
        Description =
            "How both sides shall read it: as text, or decoded. Equally strong; with Utf8 there is nothing to set. [default: Utf8]",
        HelpName = "Utf8|Base64Url",
    };
    private readonly Option<bool> _encryptionKey = new("--encryption-key")
    {
        Description = "The key under which messages lie in the store, in base64, instead of a signing secret.",
    };

    public GenerateCommand()
        : base(
            "generate",
            $"Make a signing secret of {Bytes} random bytes in base64url, or the key of messages, and say how to store it.",
            new(
                $"{CliApp.Name} secrets generate --out secret.txt --vault my-vault",
                "into a file, with the commands that store it"
            ),
            new(
                $"{CliApp.Name} secrets generate | az keyvault secret set --vault-name my-vault --name operators-key --file /dev/stdin --output none",
                "never seen by anybody"
            ),
            new(
                $"{CliApp.Name} secrets generate --encryption-key | az keyvault secret set --vault-name my-vault --name encryption-key --file /dev/stdin --output none",
                "the key of messages, or its next version"
            )
        )
    {
        Add(_out, _name, _vault, _encoding, _encryptionKey);
        Validators.Add(result =>
        {
            if (result.GetValue(_encryptionKey) && result.GetValue(_encoding) is not null)
            {
                result.AddError("--encoding is for signing secrets; the key of messages is always base64.");
            }
        });
        MustBeVaultName(_name, "--name must be 1 to 127 letters, digits and dashes, as Key Vault has them.");
        MustBeVaultName(_vault, "--vault must be letters, digits and dashes: the vault's name, not its address.");
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var bytes = new byte[Bytes];
        invocation.Environment.Fill(bytes);
        var isKey = invocation.Get(_encryptionKey);
        var secret = isKey ? Convert.ToBase64String(bytes) : Base64Url.EncodeToString(bytes);
        var file = invocation.Get(_out);
        if (file is not null)
        {
            WriteFile(file, secret);
        }

        var (vault, path) = (invocation.Get(_vault) ?? "<vault>", file ?? "secret.txt");
        StoreInstructions storing = isKey
            ? new EncryptionKeyInstructions(invocation.Get(_name) ?? "encryption-key", vault, path)
            : new SigningSecretInstructions(
                invocation.Get(_name) ?? "auth0-signing-secret",
                vault,
                invocation.Get(_encoding) ?? SecretEncoding.Utf8,
                path
            );
        if (invocation.Json)
        {
            var document = new JsonObject { ["file"] = file };
            if (file is null)
            {
                document["secret"] = secret;
            }

            storing.AddTo(document, isInFile: file is not null);
            invocation.Write(document);
            return Task.FromResult(ExitCodes.Ok);
        }

        if (file is null)
        {
            // What reads a pipe would take a line end for a part of it.
            invocation.Environment.Out.Write(
                invocation.Environment.OutIsTerminal ? secret + Environment.NewLine : secret
            );
            invocation.Environment.Out.Flush();
        }

        if (file is not null || invocation.Environment.OutIsTerminal)
        {
            storing.Explain(invocation, isInFile: file is not null);
        }

        return Task.FromResult(ExitCodes.Ok);
    }

    /// <exception cref="CliException">It cannot be made, or there is such a file: the secret in it may be in use.</exception>
    private void WriteFile(string path, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        if (File.Exists(path))
        {
            throw CliException.Usage($"--out: {path} exists and is not overwritten; name a new file.");
        }

        using var writer = FileErrors.Telling(_out, path, () => new StreamWriter(path, options));
        writer.Write(secret);
    }

    private static void MustBeVaultName(Option<string?> option, string otherwise) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !VaultName().IsMatch(token.Value))
            {
                result.AddError(otherwise);
            }
        });

    [GeneratedRegex("^[0-9A-Za-z-]{1,127}$")]
    private static partial Regex VaultName();
}
