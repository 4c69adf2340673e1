using System.Globalization;
using System.Runtime.InteropServices;

namespace SmsGateway.Workbench.Bench;

/// <summary>One line on what the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe(string folder)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} x {Processor()}, {memory:0.0} GB, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}, store on {new DriveInfo(folder).DriveFormat}"
        );
    }

    private static string Processor()
    {
        const string Key = "model name";
        return
            OperatingSystem.IsLinux()
            && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
                is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
