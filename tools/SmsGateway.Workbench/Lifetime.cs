using System.Globalization;
using System.Runtime.InteropServices;
using SmsGateway.Testing;

namespace SmsGateway.Workbench;

/// <summary>When this process shall stop: Ctrl+C, SIGTERM, SIGHUP, or the death of the dev.cs that started it.</summary>
internal sealed class Lifetime : IDisposable
{
    private static readonly TimeSpan ParentInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<IDisposable> _watches = [];

    public Lifetime()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _watches.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        _stopping.Cancel();
                    }
                )
            );
        }

        var parent = Environment.GetEnvironmentVariable("SMSGATEWAY_PARENT");
        if (!OperatingSystem.IsWindows() && int.TryParse(parent, CultureInfo.InvariantCulture, out var id))
        {
            _watches.Add(TimeProvider.System.CreateTimer(_ => StopWithout(id), null, ParentInterval, ParentInterval));
        }
    }

    public CancellationToken Stopping => _stopping.Token;

    public void Dispose()
    {
        foreach (var watch in _watches)
        {
            watch.Dispose();
        }

        _stopping.Dispose();
    }

    private void StopWithout(int parent)
    {
        if (Native.ParentId() != parent)
        {
            _stopping.Cancel();
        }
    }
}
