using System.Globalization;
using System.Security.Cryptography;
using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>
/// A file that this process keeps locked while it lives, so that others can tell a lease whose holder is dead (kill -9, power)
/// from one in work: the operating system drops the lock with the process. Without it, what a killed process had in hand
/// would stay invisible until its lease ended.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private const string Prefix = "owner-";
    private const string Suffix = ".lock";

    private readonly string _folder;
    private readonly FileStream _file;

    private OwnerLock(string folder, int number, FileStream file) => (_folder, Number, _file) = (folder, number, file);

    /// <summary>This process's number; part of every receipt it writes.</summary>
    public int Number { get; }

    public static OwnerLock Take(string folder)
    {
        while (true)
        {
            var number = RandomNumberGenerator.GetInt32(1, int.MaxValue);
            var path = PathOf(folder, number);
            try
            {
                return new OwnerLock(folder, number, new FileStream(path, Own()));
            }
            catch (IOException) when (File.Exists(path))
            {
                // The number is taken.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StoreUnavailableException($"Store__Path: no file can be made there ({e.GetType().Name}).", e);
            }
        }
    }

    /// <summary>Numbers of processes that are gone; <see cref="Forget"/> removes their files.</summary>
    public IReadOnlyList<int> FindDead()
    {
        var dead = new List<int>();
        foreach (var path in Directory.EnumerateFiles(_folder, Prefix + "*" + Suffix))
        {
            var name = Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length];
            if (
                int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number != Number
                && TryLock(path) is { } file
            )
            {
                file.Dispose();
                dead.Add(number);
            }
        }

        return dead;
    }

    public void Forget(int number) => File.Delete(PathOf(_folder, number));

    public void Dispose()
    {
        try
        {
            // Deleted while locked: nobody can take a file for dead that is about to go.
            File.Delete(PathOf(_folder, Number));
        }
        catch (IOException)
        {
            // The folder is gone.
        }

        _file.Dispose();
    }

    /// <summary>Whoever else may open it could lock it, and so keep a dead process's messages waiting.</summary>
    private static FileStreamOptions Own()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string PathOf(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}{Suffix}"));

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
