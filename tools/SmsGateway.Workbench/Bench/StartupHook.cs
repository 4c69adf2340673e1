using System.Buffers.Binary;

#pragma warning disable CA1050 // The runtime looks for this name without a namespace.

/// <summary>
/// Loaded into the measured gateway by the runtime (DOTNET_STARTUP_HOOKS), so that the gateway itself needs no code for being
/// measured: writes how many bytes it has allocated so far into a file, 20 times a second.
/// </summary>
internal static class StartupHook
{
    public const string FileVariable = "SMSGATEWAY_ALLOCATIONS";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private static ITimer? _timer;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is { } path)
        {
            var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            _timer = TimeProvider.System.CreateTimer(
                _ =>
                {
                    Span<byte> bytes = stackalloc byte[sizeof(long)];
                    BinaryPrimitives.WriteInt64LittleEndian(bytes, GC.GetTotalAllocatedBytes());
                    RandomAccess.Write(file, bytes, 0);
                },
                null,
                TimeSpan.Zero,
                Interval
            );
        }
    }
}
