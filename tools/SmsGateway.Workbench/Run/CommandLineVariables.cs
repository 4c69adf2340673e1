using SmsGateway.Testing;

namespace SmsGateway.Workbench.Run;

/// <summary>A file to source, after which <c>sms-gateway</c> needs no options: address, caller and operators' key of this run.</summary>
internal static class CommandLineVariables
{
    private const string FileName = "env.sh";

    /// <param name="folder">Takes the file, which only its owner may read.</param>
    /// <returns>What to tell a person at a terminal.</returns>
    public static async Task<string> WriteAsync(
        string folder,
        Uri gateway,
        RunSecrets secrets,
        CancellationToken cancellationToken
    )
    {
        var path = Path.Combine(folder, FileName);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options) { NewLine = "\n" };
        foreach (var (name, value) in Variables(gateway, secrets))
        {
            await writer.WriteLineAsync($"export {name}='{value}'".AsMemory(), cancellationToken);
        }

        return $"""
            The command line (docs/cli.md) knows this gateway and its caller after the first of these lines:

            . '{path}'
            dotnet run --project src/SmsGateway.Cli -- send --to +61491570156
            """;
    }

    private static IEnumerable<(string Name, string Value)> Variables(Uri gateway, RunSecrets secrets) =>
        [
            ("SMS_GATEWAY_URL", gateway.ToString()),
            ("SMS_GATEWAY_SUBJECT", secrets.Auth0.Subject),
            ("SMS_GATEWAY_AUDIENCE", secrets.Auth0.Audience),
            ("SMS_GATEWAY_SIGNING_SECRET", secrets.CallerSecret),
            ("SMS_GATEWAY_OPERATORS_KEY", secrets.OperatorsKey),
        ];
}
