using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SmsGateway.Workbench.Chaos;

/// <summary>A small ext4 in a file of its own, mounted, that can be frozen: what is written to it then waits.</summary>
internal sealed class FrozenFileSystem : IAsyncDisposable
{
    private readonly string _image;

    private FrozenFileSystem(string image, string folder) => (_image, Folder) = (image, folder);

    public string Folder { get; }

    /// <exception cref="NotRunException">This machine, or this account, has no such thing.</exception>
    public static async Task<FrozenFileSystem> MountAsync(string folder)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new NotRunException("a file system is mounted and frozen by root on Linux only.");
        }

        var image = Path.Combine(folder, "disk.img");
        var mount = Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName;
        await using (var file = File.Create(image))
        {
            file.SetLength(128 * 1024 * 1024);
        }

        await MustRunAsync("mkfs.ext4", "-q", image);
        await MustRunAsync("mount", "-o", "loop", image, mount);
        return new FrozenFileSystem(image, mount);
    }

    /// <summary>
    /// Freezes it for so long. One shell does both, without listening to signals: a file system that stays frozen cannot even be
    /// unmounted, so it must thaw whatever becomes of this process.
    /// </summary>
    /// <returns>Ends with the thaw.</returns>
    public Task FreezeAsync(TimeSpan duration) =>
        MustRunAsync(
            "/bin/sh",
            "-c",
            "trap '' INT TERM HUP; fsfreeze -f \"$0\" && sleep \"$1\"; fsfreeze -u \"$0\"",
            Folder,
            duration.TotalSeconds.ToString(CultureInfo.InvariantCulture)
        );

    public async ValueTask DisposeAsync()
    {
        await MustRunAsync("umount", Folder);
        File.Delete(_image);
    }

    private static async Task MustRunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new NotRunException($"{command} says: {errors.Trim()} {(await output).Trim()}".TrimEnd());
            }
        }
        catch (Win32Exception)
        {
            throw new NotRunException($"there is no {command} here.");
        }
    }
}
