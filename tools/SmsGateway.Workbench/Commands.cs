using SmsGateway.Testing;
using SmsGateway.Workbench.Abuse;
using SmsGateway.Workbench.Bench;
using SmsGateway.Workbench.Chaos;
using SmsGateway.Workbench.Crash;
using SmsGateway.Workbench.Demo;
using SmsGateway.Workbench.Failover;
using SmsGateway.Workbench.Functions;
using SmsGateway.Workbench.Run;

namespace SmsGateway.Workbench;

/// <summary>Command name to command.</summary>
internal static class Commands
{
    public static Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var name = args.FirstOrDefault() ?? "";
        var arguments = new Arguments(args.Skip(1));
        var logs = arguments.Text("--logs") is { } folder ? Directory.CreateDirectory(folder).FullName : null;
        if (logs is not null && name != "run" && Directory.EnumerateFileSystemEntries(logs).Any())
        {
            // A store of an earlier time would be gone on with, and measured as well.
            throw new UsageException($"--logs: {logs} is not empty; name a folder that is.");
        }

        switch (name)
        {
            case "run":
                return RunCommand.RunAsync(
                    Read(RunOptions.Read),
                    logs ?? Path.Combine(Artifacts.Root, name),
                    output,
                    cancellationToken
                );
            case "functions":
                return FunctionsCommand.RunAsync(
                    Read(FunctionsOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            case "demo":
                return DemoCommand.RunAsync(
                    Read(DemoOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            case "bench":
                return BenchCommand.RunAsync(
                    Read(BenchOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            case "crash":
                return CrashCommand.RunAsync(
                    Read(CrashOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            case "abuse":
                return AbuseCommand.RunAsync(
                    Read(AbuseOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            case "chaos":
                return ChaosCommand.RunAsync(
                    Read(ChaosOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            case "failover":
                return FailoverCommand.RunAsync(
                    Read(FailoverOptions.Read),
                    logs ?? Artifacts.Fresh(name),
                    output,
                    cancellationToken
                );
            default:
                throw new UsageException($"There is no command '{name}'.");
        }

        T Read<T>(Func<Arguments, T> read)
        {
            var options = read(arguments);
            arguments.RejectRest();
            return options;
        }
    }
}
