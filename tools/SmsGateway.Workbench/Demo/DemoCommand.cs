using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Demo;

/// <summary>Plays all steps on free ports; 0 only if each went as it should.</summary>
internal static class DemoCommand
{
    /// <param name="folder">Empty; takes the logs and the store.</param>
    /// <param name="output">One line per step.</param>
    public static async Task<int> RunAsync(
        DemoOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await using var azurite = options.IsOnAzurite ? await AzuriteProcess.StartAsync(isSilent: true) : null;
        await using var stage = new DemoStage(folder, azurite?.ConnectionString);
        var started = TimeProvider.System.GetTimestamp();
        await stage.StartAsync(cancellationToken);
        await output.WriteLineAsync(
            Invariant($"Gateway and carriers started in {Milliseconds(started):0} ms; logs in {folder}")
        );

        var failed = 0;
        foreach (var (title, play) in DemoSteps.All)
        {
            var begun = TimeProvider.System.GetTimestamp();
            string verdict,
                detail;
            try
            {
                (verdict, detail) = ("ok", await play(stage, cancellationToken));
            }
            catch (Exception e) when (e is DemoFailure or HarnessException or HttpRequestException)
            {
                failed++;
                (verdict, detail) = ("FAILED", e.Message);
            }

            await output.WriteLineAsync(Invariant($"{verdict, -6} {Milliseconds(begun), 7:0} ms  {title}: {detail}"));
        }

        await output.WriteLineAsync(
            failed == 0
                ? $"All {DemoSteps.All.Count} steps went as they should."
                : $"{failed} of {DemoSteps.All.Count} steps failed."
        );
        return failed == 0 ? 0 : 1;
    }

    private static double Milliseconds(long since) => TimeProvider.System.GetElapsedTime(since).TotalMilliseconds;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
