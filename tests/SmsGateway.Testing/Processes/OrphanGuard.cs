using System.Diagnostics;
using System.Globalization;

namespace SmsGateway.Testing;

/// <summary>
/// Ends a child when this process dies without ending it (kill -9). A shell waits on a pipe that only this process holds: a
/// line on it means that the child is done; its end means that we are gone.
/// </summary>
public sealed class OrphanGuard : IDisposable
{
    // Signals from the terminal go to the whole group; the guard must outlive them. It asks once a second whether the child is
    // still there, so that its number cannot be another's by the time it is killed.
    private const string Script = """
        trap '' INT TERM HUP
        read -r done && exit
        for second in $(seq "$1"); do
          sleep 1
          kill -0 "$0" || exit
        done
        kill -9 "$0"
        """;

    private readonly Process? _shell;

    /// <param name="childId">The child.</param>
    /// <param name="grace">How long it may go on without us; not at all by default.</param>
    public OrphanGuard(int childId, TimeSpan grace = default)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var seconds = ((int)grace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, $"{childId}", seconds])
        {
            RedirectStandardInput = true,
            // Its own: who reads our output waits for everybody who has it.
            RedirectStandardOutput = true,
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
