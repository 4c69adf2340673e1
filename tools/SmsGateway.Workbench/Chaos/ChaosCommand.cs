using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>What goes wrong around a gateway, one scenario after another, each held to its rules; 0 only if all of them hold.</summary>
internal static class ChaosCommand
{
    /// <param name="folder">Empty; takes a folder of logs for each scenario.</param>
    /// <param name="output">The accounts.</param>
    public static async Task<int> RunAsync(
        ChaosOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"Seed {options.Seed}; logs in {folder}")
        );
        var (held, broken, notRun) = (0, 0, 0);
        foreach (var (name, play) in Scenarios.All.Where(scenario => (options.Only ?? scenario.Name) == scenario.Name))
        {
            await output.WriteLineAsync($"\n{name}");
            try
            {
                await using var stage = new ChaosStage(
                    Directory.CreateDirectory(Path.Combine(folder, name)).FullName,
                    options
                );
                var account = await play(stage, cancellationToken);
                await account.WriteAsync(output);
                (held, broken) = account.Holds ? (held + 1, broken) : (held, broken + 1);
            }
            catch (NotRunException e)
            {
                notRun++;
                await output.WriteLineAsync($"  not run: {e.Message}");
            }
            catch (Exception e) when (e is HarnessException or HttpRequestException)
            {
                broken++;
                await output.WriteLineAsync($"  BROKEN  {e.Message}");
            }
        }

        await output.WriteLineAsync($"\n{held} scenarios hold, {broken} do not, {notRun} not run");
        // What was not shown is not shown to hold.
        return broken == 0 && held > 0 ? 0 : 1;
    }
}
