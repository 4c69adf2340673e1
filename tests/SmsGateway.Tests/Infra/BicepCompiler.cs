using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>The Bicep compiler, in the version that the project file pins; NuGet brings it.</summary>
internal static class BicepCompiler
{
    private static readonly string Program = typeof(BicepCompiler)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(item => item.Key == "Bicep")
        .Value!;

    /// <returns>What it says of the files is in <c>Messages</c>, a line each.</returns>
    public static async Task<(int ExitCode, string Output, string Messages)> RunAsync(
        InfraCopy infra,
        params string[] arguments
    )
    {
        Assert.True(
            File.Exists(Program),
            $"There is no Bicep compiler for this platform: the NuGet feed brought no {Program}. Nothing in infra/ was checked."
        );
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = infra.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // It unpacks a library, by default into the home directory, which need not be there.
        start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = infra.Scratch;
        start.Environment["TWILIO_ACCOUNT_SID"] = "AC00000000000000000000000000000000";
        start.Environment["TWILIO_FROM"] = "+15005550006";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var messages = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, (await messages).Trim());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
