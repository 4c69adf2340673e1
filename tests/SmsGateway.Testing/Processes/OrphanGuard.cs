using System.Diagnostics;

namespace SmsGateway.Testing;

/// <summary>
/// Ends a child when this process dies without ending it (kill -9). A shell waits on a pipe that only this process holds: a
/// line on it means that the child is done; its end means that we are gone.
/// </summary>
public sealed class OrphanGuard : IDisposable
{
    private readonly Process? _shell;

    public OrphanGuard(int childId)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Signals from the terminal go to the whole group; the guard must outlive them.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' INT TERM HUP; read -r done || kill -9 \"$0\"", $"{childId}"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        _shell = Process.Start(start);
    }

    /// <summary>To be called when the child has ended, or is about to be killed.</summary>
    public void Dispose()
    {
        if (_shell is null)
        {
            return;
        }

        try
        {
            _shell.StandardInput.WriteLine("done");
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // Somebody else ended the guard.
        }

        _shell.WaitForExit();
        _shell.Dispose();
    }
}
