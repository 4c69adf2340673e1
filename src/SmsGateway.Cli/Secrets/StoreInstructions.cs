using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Secrets;

/// <summary>Where a new secret goes, as lines to paste. They read it from a file, so that no history has it.</summary>
internal abstract class StoreInstructions(string name, string vault, string file)
{
    protected string Name => name;

    protected string Quoted =>
        file.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
            ? file
            : $"'{file.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    protected abstract IReadOnlyList<string> Settings { get; }

    /// <summary>What is to be done besides, numbered from 2.</summary>
    protected abstract string Further { get; }

    private string KeyVault =>
        $"az keyvault secret set --vault-name {vault} --name {name} --file {Quoted} --output none";

    private string Local => $"env \"Secrets__{name}=$(cat {Quoted})\" dotnet run --project src/SmsGateway.Host";

    /// <param name="document">Of --json.</param>
    /// <param name="isInFile">Whether there is a file for the commands to read.</param>
    public virtual void AddTo(JsonObject document, bool isInFile)
    {
        if (isInFile)
        {
            document["keyVault"] = KeyVault;
            document["local"] = Local;
        }

        document["gatewaySettings"] = new JsonArray([.. Settings.Select(line => JsonValue.Create(line))]);
    }

    public void Explain(Invocation invocation, bool isInFile)
    {
        invocation.Note(
            isInFile
                ? $"The secret is in {file}, without a line end; it was not shown."
                : $"It is not stored anywhere. The lines below read it from a file, so that no shell history has it; --out {file} makes that file."
        );
        var settings = string.Join("\n", Settings.Select(line => $"     {line}"));
        invocation.Note(
            $"""

            1. Into the gateway's secret store, under the name its settings give. Key Vault:
                 {KeyVault}
               or, on this machine only:
                 {Local}
               The settings that go with it:
            {settings}
            {Further}

            """.TrimEnd()
        );
    }
}
