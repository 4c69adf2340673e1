#:property PublishAot=false

// The one entry for people and CI: dotnet run dev.cs -- <command>. It builds, and hands over to
// tools/SmsGateway.Workbench, or to the test suite. Standard output is the command's; nothing stays behind when it ends.

using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

// What people read is also the list of what is taken.
var usage = File.ReadAllText(Path.Combine(root, "tools", "SmsGateway.Workbench", "commands.txt")).TrimEnd();
var command = args.FirstOrDefault() ?? "";
var isNative = command == "native";
var isTest = isNative || command == "test";
var stopped = false;
Process? running = null;
if (command is "-h" or "help" || (!isTest && args.Contains("--help")))
{
    Console.WriteLine(usage);
    return 0;
}

if (!IsTaken())
{
    return 2;
}

// `dotnet run` may be killed without passing anything on; then this program has a new parent.
var parent = Native.Parent();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
using var orphaned = new Timer(_ => Stop(null), null, 1000, 1000);

// The tests run the workbench as a program, so they need all of the solution. Benchmark and chaos leave a part out without Azurite.
// No node reuse: build nodes would outlive this program, and hold its output open.
var project = isTest ? "SmsGateway.Functions.sln" : "tools/SmsGateway.Workbench";
var isReady =
    HasAspNetCore()
    && (HasNpmPackages() || command is "bench" or "chaos")
    && (!isNative || Publish())
    && Step("Restoring and building", dotnet, $"build {project} -c Release -nologo -v quiet -nodeReuse:false");
return isTest ? Test()
    : isReady ? Run(dotnet, [Program("SmsGateway.Workbench"), .. args]).Code
    : 1;

bool IsTaken()
{
    var lines = usage.Split('\n');
    var at = Array.FindIndex(lines, line => Regex.IsMatch(line, $"^  {Regex.Escape(command)} +[^ -]"));
    if (command.Length == 0 || at < 0)
    {
        return Fail($"{(command.Length == 0 ? "Say what to do." : $"There is no command '{command}'.")}\n{usage}");
    }

    var kinds = lines[(at + 1)..]
        .TakeWhile(line => line.StartsWith("    "))
        .Append(lines[^1])
        .Select(line => Regex.Match(line, "^ +(--[a-z-]+)(?: ([^ ]+))?"))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    const string Help = "(dotnet run dev.cs -- --help lists all options)";
    for (var i = 1; i < args.Length && !isTest; i++)
    {
        if (!kinds.TryGetValue(args[i], out var kind))
        {
            return Fail($"'{args[i]}' is not an option of this command. {Help}");
        }

        if (kind.Length > 0 && (++i == args.Length || !IsOf(kind, args[i])))
        {
            return Fail($"{args[i - 1]} needs a value: {kind}. {Help}");
        }
    }

    return true;
}

static bool IsOf(string kind, string value) =>
    kind switch
    {
        "<port>" => ushort.TryParse(value, out var port) && port > 0,
        "<n>" => int.TryParse(value, out var number) && number > 0,
        "<seed>" => int.TryParse(value, out var seed) && seed >= 0,
        "<address>" => IPAddress.TryParse(value, out _),
        "<file>" => File.Exists(value),
        "<folder>" => !value.StartsWith("--"),
        _ => kind.Split('|').Contains(value),
    };

static bool HasAspNetCore()
{
    var frameworks = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "Microsoft.AspNetCore.App");
    return (Directory.Exists(frameworks) && Directory.GetDirectories(frameworks, "10.*").Length > 0)
        || Fail(
            """
            The ASP.NET Core 10 runtime is missing. It is part of the .NET SDK 10 from https://dotnet.microsoft.com/download/dotnet/10.0
            (Linux distributions package it on its own, as aspnetcore-runtime-10.0).
            """
        );
}

bool HasNpmPackages()
{
    const string Install = "npm ci --prefix eng/npm --ignore-scripts --no-audit --no-fund";
    var what = "Installing Azurite, the workflow linter and the versions of Node.js that Auth0 runs";
    var npm = Path.Combine(root, "eng", "npm");
    var areWanted = isTest || command is "functions" or "bench" or "chaos" || args.Contains("azurite");
    return !areWanted
        // A missing file is older than any.
        || File.GetLastWriteTimeUtc(Path.Combine(npm, "node_modules", ".package-lock.json"))
            >= File.GetLastWriteTimeUtc(Path.Combine(npm, "package-lock.json"))
        || (OperatingSystem.IsWindows() ? Step(what, "cmd", "/c " + Install) : Step(what, "npm", Install[4..]));
}

// Before the build, whose restore is to be the last one. One after the other: the compiler takes minutes, gigabytes and all processors.
bool Publish()
{
    const string Folder = "artifacts/native";
    var native = $"-r {RuntimeInformation.RuntimeIdentifier} -p:PublishAot=true ";
    Environment.SetEnvironmentVariable("SMSGATEWAY_PUBLISHED", Folder);
    (string Name, string Options)[] programs =
    [
        ("SmsGateway.Host", native),
        ("SmsGateway.Cli", native),
        // As it is deployed.
        ("SmsGateway.Functions", ""),
    ];
    return programs.All(program =>
        Step(
            $"Publishing {program.Name}",
            dotnet,
            $"publish src/{program.Name} -c Release {program.Options}-o {Folder}/{program.Name} -nologo -v quiet -nodeReuse:false"
        )
    );
}

int Test()
{
    var report = Path.Combine(root, "artifacts", command, "results.xml");
    Directory.CreateDirectory(Path.GetDirectoryName(report)!);
    File.Delete(report);
    string[] plain =
    [
        .. Console.IsOutputRedirected ? ["-noColor"] : Array.Empty<string>(),
        .. isNative ? ["-trait", "Starts=Program"] : Array.Empty<string>(),
    ];
    var code = isReady
        ? Run(dotnet, [Program("SmsGateway.Tests"), .. args[1..], .. plain, "-result-xml", report]).Code
        : 1;
    _ = !isReady || File.Exists(report) || Fail("The test runner left no report.");

    var results = File.Exists(report) ? XDocument.Load(report).Descendants("assembly").ToList() : [];
    int Sum(string counter) => results.Sum(assembly => (int?)assembly.Attribute(counter) ?? 0);
    var (passed, skipped) = (Sum("passed"), Sum("skipped"));
    // An error is a failure outside a test, such as in a fixture's clean-up; a run that fails without either has failed too.
    var failed = Math.Max(Sum("failed") + Sum("errors"), code != 0 || passed == 0 ? 1 : 0);
    Console.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
    return failed > 0 && code == 0 ? 1 : code;
}

string Program(string name) => Path.Combine(root, "artifacts", "bin", name, "release", name + ".dll");

static bool Fail(string why)
{
    Console.Error.WriteLine(why);
    return false;
}

bool Step(string what, string program, string arguments)
{
    Console.Error.WriteLine($"{what} ...");
    try
    {
        var (code, output) = Run(program, arguments.Split(' '), isQuiet: true);
        return !stopped && (code == 0 || Fail(output.Trim()));
    }
    catch (Win32Exception)
    {
        var who = isTest ? "The tests need" : "What runs on Azure Storage needs";
        return Fail($"{who} Node.js 20 or newer with npm: https://nodejs.org");
    }
}

(int Code, string Output) Run(string program, IEnumerable<string> arguments, bool isQuiet = false)
{
    if (stopped)
    {
        return (130, "");
    }

    var start = new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = root,
        RedirectStandardOutput = isQuiet,
        RedirectStandardError = isQuiet,
    };
    // The other program notices when this one is killed.
    start.Environment["SMSGATEWAY_PARENT"] = $"{Environment.ProcessId}";
    if (isTest && !isQuiet)
    {
        // The suite is some hundred short processes. With the runtime's own values they spend a third of their processor time on
        // optimizing code that they are about to leave.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountThreshold"] = "200";
    }

    using var process = running = Process.Start(start)!;
    string[] output = isQuiet
        ? Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).Result
        : [];
    process.WaitForExit();
    running = null;
    return (process.ExitCode, string.Concat(output));
}

// Without a signal only when the parent has gone.
void Stop(PosixSignalContext? context)
{
    if (context is null && Native.Parent() == parent)
    {
        return;
    }

    context?.Cancel = true;
    stopped = true;
    if (running is { HasExited: false } process && !Native.Terminate(process.Id))
    {
        process.Kill(entireProcessTree: true);
    }
}

internal static class Native
{
    internal static int Parent() => OperatingSystem.IsWindows() ? 0 : getppid();

    internal static bool Terminate(int process) => !OperatingSystem.IsWindows() && kill(process, 15) == 0;

    [DllImport("libc")]
    private static extern int kill(int process, int signal);

    [DllImport("libc")]
    private static extern int getppid();
}
