using System.Diagnostics;

namespace SmsGateway.Testing;

/// <summary>A program, most often a .NET one started from its output folder: environment set, output kept in a file, ended in every case.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Settings of the developer's own shell must not reach a run.</summary>
    private static readonly string[] Foreign =
    [
        "Gateway__",
        "Secrets__",
        "Store__",
        "KeyVault__",
        "Simulator__",
        "Logging__",
        "ASPNETCORE_",
        "DOTNET_ENVIRONMENT",
        "DOTNET_STARTUP_HOOKS",
    ];

    private readonly Process _process;
    private readonly OrphanGuard _guard;
    private readonly ChildLog _log;
    private readonly Task _copying;
    private bool _ended;

    private ChildProcess(Process process, string logPath)
    {
        _process = process;
        _guard = new OrphanGuard(process.Id);
        _log = new ChildLog(logPath);
        _copying = Task.WhenAll(
            _log.CopyAsync(process.StandardOutput.BaseStream),
            _log.CopyAsync(process.StandardError.BaseStream)
        );
    }

    /// <summary>The dotnet that runs this program.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>What starts a program: dotnet, if it is an assembly.</summary>
    public static string[] CommandOf(string program) =>
        program.EndsWith(".dll", StringComparison.Ordinal) ? [Dotnet, program] : [program];

    public int Id => _process.Id;

    public string LogPath => _log.Path;

    /// <summary>What it has written so far.</summary>
    public string Log() => _log.ReadAll();

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string logPath
    )
    {
        string[] command = [.. CommandOf(program), .. arguments];
        return Start(command[0], command[1..], Path.GetDirectoryName(program)!, environment, logPath);
    }

    /// <param name="command">Any program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Added to this process's.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    public static ChildProcess Start(
        string command,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string logPath
    )
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        SetEnvironment(start, environment);
        var process = Process.Start(start) ?? throw new HarnessException($"{command} could not be started.");
        process.StandardInput.Close();
        return new ChildProcess(process, logPath);
    }

    /// <summary>Gives a program that is going to be started these settings, and none of the developer's own.</summary>
    internal static void SetEnvironment(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                )
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
    }

    /// <summary>Waits until it says where it listens.</summary>
    public async Task<Uri> ListeningAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var exited = _process.WaitForExitAsync(waiting.Token);
        var late = Task.Delay(bound, TimeProvider.System, waiting.Token);
        var first = await Task.WhenAny(_log.Address, exited, late);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == _log.Address)
        {
            return await _log.Address;
        }

        if (first == exited)
        {
            await _copying;
        }

        throw new HarnessException(
            $"{(first == exited ? $"The process ended with {_process.ExitCode} instead of listening" : $"The process did not listen within {bound.TotalSeconds:0} s")}; {LogPath} ends:{Environment.NewLine}{_log.Tail()}"
        );
    }

    public async Task<int> ExitedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _copying;
        return _process.ExitCode;
    }

    /// <summary>As the system's manager would: SIGTERM, and SIGKILL when that does not help in time.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan bound)
    {
        if (!_process.HasExited && !OperatingSystem.IsWindows())
        {
            _ = Native.Kill(_process.Id, Native.Terminate);
            using var limit = new CancellationTokenSource(bound);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
                await EndedAsync();
                return true;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                // Killed below.
            }
        }

        await KillAsync();
        return false;
    }

    /// <summary>kill -9: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await EndedAsync();
    }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await StopAsync(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
    }

    private async Task EndedAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _guard.Dispose();
        await _copying;
        _log.Dispose();
    }
}
