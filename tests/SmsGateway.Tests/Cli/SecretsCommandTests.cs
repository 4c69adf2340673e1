using System.Buffers.Text;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

[StartsProgram]
public sealed class SecretsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_pipe_gets_the_secret_and_nothing_else()
    {
        var first = await CliRun.OfAsync("secrets generate");
        var second = await CliRun.OfAsync("secrets generate");

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal(32, Base64Url.DecodeFromChars(first.Out).Length);
        Assert.Equal(43, first.Out.Length);
        Assert.NotEqual(first.Out, second.Out);
    }

    [Fact]
    public async Task Into_a_file_it_is_not_shown_and_the_lines_to_paste_read_that_file()
    {
        var path = Path.Combine(_folder, "secret.txt");
        var run = await CliRun.OfAsync([
            "secrets",
            "generate",
            "--out",
            path,
            "--vault",
            "my-vault",
            "--name",
            "my-secret",
        ]);

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        var secret = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(32, Base64Url.DecodeFromChars(secret).Length);
        Assert.DoesNotContain(secret, run.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"az keyvault secret set --vault-name my-vault --name my-secret --file {path} --output none",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Gateway__Callers__auth0__SigningSecretName=my-secret", run.Error, StringComparison.Ordinal);
        Assert.Contains("Gateway__Callers__auth0__SigningSecretEncoding=Utf8", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"secret_base64_encoded\": false", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"check --url <gateway> --subject <subject> --audience <audience> --signing-secret-file {path} && rm {path}",
            run.Error,
            StringComparison.Ordinal
        );
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_file_that_exists_is_kept()
    {
        var path = Path.Combine(_folder, "secret.txt");
        await File.WriteAllTextAsync(path, "in use", TestContext.Current.CancellationToken);
        var run = await CliRun.OfAsync(["secrets", "generate", "--out", path]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("is not overwritten", run.Error, StringComparison.Ordinal);
        Assert.Equal("in use", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task With_base64url_both_sides_are_told_to_decode()
    {
        var run = await CliRun.OfAsync("secrets generate --encoding base64url --json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(run.Json.GetProperty("auth0").GetProperty("secret_base64_encoded").GetBoolean());
        Assert.Equal(
            "Gateway__Callers__auth0__SigningSecretEncoding=Base64Url",
            run.Json.GetProperty("gatewaySettings")[1].GetString()
        );
        Assert.Equal(32, Base64Url.DecodeFromChars(run.Json.GetProperty("secret").GetString()).Length);
        Assert.False(
            run.Json.TryGetProperty("keyVault", out _) || run.Json.TryGetProperty("local", out _),
            "There is no file for such a line to read."
        );
    }

    [Fact]
    public async Task The_local_line_gives_the_gateway_the_secret_as_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        var path = Path.Combine(_folder, "it's a file.txt");
        var run = await CliRun.OfAsync(["secrets", "generate", "--out", path, "--json"]);
        var line = run.Json.GetProperty("local").GetString()!;

        var start = new System.Diagnostics.ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                line.Replace(
                    "dotnet run --project src/SmsGateway.Host",
                    "printenv Secrets__auth0-signing-secret",
                    StringComparison.Ordinal
                ),
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var shell = System.Diagnostics.Process.Start(start)!;
        var seen = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), seen.TrimEnd('\n'));
    }

    [Fact]
    public async Task The_key_of_messages_is_base64_and_the_gateway_takes_it()
    {
        var run = await CliRun.OfAsync("secrets generate --encryption-key");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(32, Convert.FromBase64String(run.Out).Length);
        Assert.Null(MessageCipher.Mistake(new Sensitive(run.Out)));
        Assert.NotEqual(run.Out, (await CliRun.OfAsync("secrets generate --encryption-key")).Out);
    }

    [Fact]
    public async Task The_key_of_messages_goes_to_the_gateway_alone()
    {
        var path = Path.Combine(_folder, "key.txt");
        var run = await CliRun.OfAsync(["secrets", "generate", "--encryption-key", "--out", path]);

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Contains(
            $"az keyvault secret set --vault-name <vault> --name encryption-key --file {path} --output none",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\n     Gateway__Encryption__KeySecretName=encryption-key\n",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains($"\n     rm {path}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Auth0", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken),
            run.Error,
            StringComparison.Ordinal
        );
        var json = (await CliRun.OfAsync("secrets generate --encryption-key --name my-key --json")).Json;
        Assert.Equal(
            "Gateway__Encryption__KeySecretName=my-key",
            Assert.Single(json.GetProperty("gatewaySettings").EnumerateArray()).GetString()
        );
        Assert.False(json.TryGetProperty("auth0", out _));
    }

    [Theory]
    [InlineData("--encryption-key --encoding Base64Url", "--encoding is for signing secrets")]
    [InlineData("--name a/b", "--name must be")]
    [InlineData("--vault https://v.vault.azure.net", "--vault must be")]
    public async Task What_cannot_be_pasted_safely_is_refused(string options, string sentence)
    {
        var run = await CliRun.OfAsync($"secrets generate {options}");
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }
}
