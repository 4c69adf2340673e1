using System.Diagnostics;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>
/// infra/hooks/secrets.sh against a stand-in for az that keeps a vault in a folder and writes down its arguments. Windows runs
/// secrets.ps1 instead, so there these tests have nothing to look at.
/// </summary>
public sealed class SecretsHookTests : IDisposable
{
    private const string FakeAz = """
        #!/usr/bin/env bash
        echo "$*" >> "$FAKE/calls"
        case "$1 $2 $3" in
          "functionapp config appsettings")
            [[ $* != *Gateway__Carriers__* ]] || { cat "$FAKE/templates" 2> /dev/null; exit 0; }
            # az ends its lines with CR LF on some systems.
            [[ $* != *__Encryption__KeySecretName* ]] || { printf 'encryption-key\r\n'; exit 0; }
            [[ $* == *__SigningSecretName* ]] || printf 'twilio-auth-token\r\nencryption-key\r\n'
            printf 'auth0-signing-secret\r\naction-bearer\r\n' ;;
          "keyvault secret list") [[ ! -e $FAKE/forbidden ]] && ls "$FAKE/vault" ;;
          "keyvault secret set")
            while (($#)); do case $1 in --name) name=$2 ;; --file) file=$2 ;; esac; shift; done
            [[ $(find "$file" -perm 600) ]] && cp "$file" "$FAKE/vault/$name" ;;
          *) exit 9 ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets-hook-");

    public SecretsHookTests()
    {
        foreach (var name in (string[])["vault", "bin", "tmp"])
        {
            _folder.CreateSubdirectory(name);
        }

        var az = Path.Combine(_folder.FullName, "bin", "az");
        File.WriteAllText(az, FakeAz);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Makes_what_is_missing_overwrites_nothing_and_shows_no_value()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await File.WriteAllTextAsync(Secret("action-bearer"), "kept", TestContext.Current.CancellationToken);

        var (exitCode, output) = await RunAsync();

        var made = await File.ReadAllTextAsync(Secret("auth0-signing-secret"), TestContext.Current.CancellationToken);
        Assert.Equal(48, Convert.FromBase64String(made).Length);
        Assert.Equal(64, made.Length);
        var key = await File.ReadAllTextAsync(Secret("encryption-key"), TestContext.Current.CancellationToken);
        Assert.Equal(32, Convert.FromBase64String(key).Length);
        Assert.Null(MessageCipher.Mistake(new Sensitive(key)));
        Assert.DoesNotContain(key, output + await CallsAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "kept",
            await File.ReadAllTextAsync(Secret("action-bearer"), TestContext.Current.CancellationToken)
        );
        Assert.DoesNotContain(made, output, StringComparison.Ordinal);
        Assert.DoesNotContain(made, await CallsAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.FullName, "tmp")));

        // Nobody was there to be asked for the carrier's, so the deployment must not go on.
        Assert.Equal(1, exitCode);
        Assert.Contains("without: twilio-auth-token", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Secret("twilio-auth-token"), "token", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync()).ExitCode);
        Assert.Equal(
            made,
            await File.ReadAllTextAsync(Secret("auth0-signing-secret"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Asks_for_the_secrets_in_the_templates_of_a_carrier_of_kind_http()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "templates"),
            "Authorization: Basic {basic:acme-user:acme-password}\r\n{\"to\":\"{recipient}\",\"a\":\"{secret:acme-key}{Secret: other}\"}\r\n",
            TestContext.Current.CancellationToken
        );

        var (exitCode, output) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "without: acme-key acme-password acme-user other twilio-auth-token",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Changes_nothing_in_a_vault_it_may_not_list()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "forbidden"),
            "",
            TestContext.Current.CancellationToken
        );

        var (exitCode, output) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("GRANT_VAULT_TO_DEPLOYER", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret set", await CallsAsync(), StringComparison.Ordinal);
    }

    private string Secret(string name) => Path.Combine(_folder.FullName, "vault", name);

    private Task<string> CallsAsync() =>
        File.ReadAllTextAsync(Path.Combine(_folder.FullName, "calls"), TestContext.Current.CancellationToken);

    private async Task<(int ExitCode, string Output)> RunAsync()
    {
        var start = new ProcessStartInfo("bash", [RepositoryFiles.PathOf("infra/hooks/secrets.sh")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var (name, value) in new Dictionary<string, string>
            {
                ["PATH"] =
                    Path.Combine(_folder.FullName, "bin")
                    + Path.PathSeparator
                    + Environment.GetEnvironmentVariable("PATH"),
                ["FAKE"] = _folder.FullName,
                ["TMPDIR"] = Path.Combine(_folder.FullName, "tmp"),
                ["AZURE_RESOURCE_GROUP"] = "group",
                ["AZURE_FUNCTION_APP_NAME"] = "app",
                ["AZURE_KEY_VAULT_NAME"] = "vault",
                ["SECRETS_WAIT_SECONDS"] = "0",
            }
        )
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output + await errors);
    }
}
