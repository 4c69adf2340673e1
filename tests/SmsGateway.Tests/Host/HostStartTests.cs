using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using SmsGateway.Testing;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>
/// The process as an operator starts it: what keeps it from starting is a sentence on standard error that names the setting, the
/// file or the port, and an exit code that is not 0; never a place in the code.
/// </summary>
[StartsProgram]
public sealed class HostStartTests : IDisposable
{
    private const string Address = "http://127.0.0.1:0";

    private readonly EmbeddedFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{ \"Gateway\": \n oops }", "line 2")]
    [InlineData("[]", "must be an object")]
    [InlineData("{ \"a\": 1, \"A\": 2 }", "duplicate key")]
    [InlineData("", "line 1")]
    public async Task A_file_of_settings_that_cannot_be_read_is_named(string text, string reason)
    {
        await File.WriteAllTextAsync(InFolder("appsettings.json"), text, Stop);

        var error = await RefusedAsync(["--urls", Address]);

        Assert.Contains(InFolder("appsettings.json"), error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_is_sent_or_left_behind()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var error = await RefusedAsync(["--urls", $"http://127.0.0.1:{port}"]);

        Assert.StartsWith("--urls: ", error, StringComparison.Ordinal);
        Assert.Contains($":{port}", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "owner-*"));
    }

    [Fact]
    public async Task A_store_that_is_a_file_is_named()
    {
        await File.WriteAllTextAsync(InFolder("store"), "", Stop);

        Assert.StartsWith(
            "Store__Path: ",
            await RefusedAsync(["--urls", Address, $"--Store:Path={InFolder("store")}"]),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_belongs_to_somebody_else_is_named(bool mayWriteThere)
    {
        MustBeRoot();
        OpenToAll(_folder.Path);
        var store = Directory.CreateDirectory(InFolder("store")).FullName;
        await File.WriteAllTextAsync(Path.Combine(store, "gateway.db"), "", Stop);
        if (mayWriteThere)
        {
            OpenToAll(store);
            OpenToAll(Path.Combine(store, "gateway.db"));
        }

        var error = await RefusedAsync(["--urls", Address, $"--Store:Path={store}"], asNobody: true);

        Assert.StartsWith($"Store__Path: {store}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_privileged_port_is_named()
    {
        MustBeRoot();
        OpenToAll(_folder.Path);

        var error = await RefusedAsync(["--urls", "http://127.0.0.1:81"], asNobody: true);

        Assert.StartsWith("--urls: http://127.0.0.1:81 ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "--urls")]
    [InlineData("-h", "--Store:")]
    [InlineData("--version", ".")]
    public async Task Help_and_version_are_answered_whatever_the_settings_are(string argument, string expected)
    {
        var (exitCode, output, error) = await RunAsync([argument], asNobody: false, settings: []);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private string InFolder(string name) => Path.Combine(_folder.Path, name);

    private static void OpenToAll(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }
    }

    private static void MustBeRoot() =>
        Assert.SkipUnless(
            Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"),
            "Only root can run a process as somebody else."
        );

    /// <returns>What it wrote to standard error.</returns>
    private async Task<string> RefusedAsync(string[] arguments, bool asNobody = false)
    {
        var (exitCode, output, error) = await RunAsync(arguments, asNobody, Good);

        Assert.Equal(1, exitCode);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.All([output, error], text => Assert.DoesNotContain("   at ", text, StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        return error;
    }

    private static Dictionary<string, string> Good =>
        Settings
            .Create(
                // A shell on the way drops variables with a dash in their names.
                ("Gateway__Callers__auth0__SigningSecretName", "signing"),
                ("Gateway__Carriers__twilio__AuthTokenSecretName", "token"),
                ("Secrets__signing", "a signing secret of more than 32 bytes"),
                ("Secrets__token", "a token")
            )
            .AsEnumerable()
            .Where(setting => setting.Value is not null)
            .ToDictionary(
                setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
                setting => setting.Value!
            );

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments,
        bool asNobody,
        Dictionary<string, string> settings
    )
    {
        string[] command = [.. ChildProcess.CommandOf(Artifacts.Program("SmsGateway.Host")), .. arguments];
        if (asNobody)
        {
            command = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ChildProcess.SetEnvironment(start, settings);
        start.Environment["HOME"] = start.Environment["DOTNET_CLI_HOME"] = _folder.Path;
        using var process = Process.Start(start)!;
        using var guard = new OrphanGuard(process.Id);
        try
        {
            var (output, error) = (
                process.StandardOutput.ReadToEndAsync(Stop),
                process.StandardError.ReadToEndAsync(Stop)
            );
            await process.WaitForExitAsync(Patience.Bounded);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
