using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>Files that options name, and that cannot be opened.</summary>
internal static class FileErrors
{
    /// <param name="option">Which names the file.</param>
    /// <param name="path">As it was given.</param>
    /// <param name="use">Reads or writes it.</param>
    /// <exception cref="CliException">It cannot be opened; names the option.</exception>
    public static T Telling<T>(Option option, string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.Usage($"{option.Name}: {Why(path, e)}");
        }
    }

    private static string Why(string path, Exception e) =>
        e switch
        {
            _ when path.Length == 0 => "the file's name is empty.",
            _ when Directory.Exists(path) => $"{path} is a folder; name a file.",
            FileNotFoundException => $"there is no file {path}.",
            DirectoryNotFoundException => $"the folder of {path} is not there.",
            UnauthorizedAccessException => $"you may not open {path}.",
            _ => e.Message,
        };
}
