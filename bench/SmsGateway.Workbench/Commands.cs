using SmsGateway.Testing;
using SmsGateway.Workbench.Abuse;
using SmsGateway.Workbench.Bench;
using SmsGateway.Workbench.Crash;
using SmsGateway.Workbench.Demo;
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
        switch (name)
        {
            case "run":
                return RunCommand.RunAsync(Read(RunOptions.Read), Path.Combine(Artifacts.Root, name), output, cancellationToken);
            case "functions":
                return FunctionsCommand.RunAsync(Read(FunctionsOptions.Read), Artifacts.Fresh(name), output, cancellationToken);
            case "demo":
                return DemoCommand.RunAsync(Read(DemoOptions.Read), Artifacts.Fresh(name), output, cancellationToken);
            case "bench":
                return BenchCommand.RunAsync(Read(BenchOptions.Read), Artifacts.Fresh(name), output, cancellationToken);
            case "crash":
                return CrashCommand.RunAsync(Read(CrashOptions.Read), Artifacts.Fresh(name), output, cancellationToken);
            case "abuse":
                return AbuseCommand.RunAsync(Read(AbuseOptions.Read), Artifacts.Fresh(name), output, cancellationToken);
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
