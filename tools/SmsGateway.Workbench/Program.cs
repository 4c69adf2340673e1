using SmsGateway.Testing;
using SmsGateway.Workbench;
using SmsGateway.Workbench.Load;

if (args is [LoadCommand.Name])
{
    return await LoadCommand.RunAsync(Console.In, Console.Out);
}

if (args is [QueueCommand.Name])
{
    return await QueueCommand.RunAsync(Console.In, Console.Out);
}

using var lifetime = new Lifetime();
try
{
    return await Commands.RunAsync(args, Console.Out, lifetime.Stopping);
}
catch (OperationCanceledException) when (lifetime.Stopping.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync($"{e.Message} (dotnet run dev.cs -- --help lists all options)");
    return 2;
}
catch (HarnessException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
