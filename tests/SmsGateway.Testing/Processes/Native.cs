using System.Runtime.InteropServices;

namespace SmsGateway.Testing;

/// <summary>The two system calls that .NET does not offer; not on Windows.</summary>
public static class Native
{
    public const int Terminate = 15;

    /// <summary>Stand still, as SIGSTOP on Linux; elsewhere the number differs.</summary>
    public const int Stop = 19;

    /// <summary>Go on after <see cref="Stop"/>.</summary>
    public const int Continue = 18;

    public static int Kill(int process, int signal) => KillProcess(process, signal);

    public static int ParentId() => GetParentId();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int KillProcess(int process, int signal);

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParentId();
}
