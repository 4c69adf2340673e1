using System.Runtime.InteropServices;

namespace SmsGateway.Workbench.Processes;

/// <summary>The two system calls that .NET does not offer; not on Windows.</summary>
internal static class Native
{
    public const int Terminate = 15;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ParentId();
}
