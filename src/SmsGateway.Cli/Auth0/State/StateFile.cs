using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.State;

/// <summary>
/// A file that is either as it was or as it shall be, whenever the process is killed: written beside, flushed to the disk, then
/// renamed. Only its owner can read it.
/// </summary>
internal sealed class StateFile<T>(string path, JsonTypeInfo<T> type)
    where T : UndoState
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    public string Path => path;

    /// <returns>Null when there is none.</returns>
    /// <exception cref="CliException">There is one, and it cannot be understood.</exception>
    public T? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;
        }
        catch (JsonException)
        {
            throw new CliException(
                $"{path} is not what this version of {CliApp.Name} writes. It may hold what is needed to undo a change: look into it before you move it away."
            );
        }
    }

    public void Write(T state)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnersFolder);
        }

        var beside = path + ".new";
        // Not overwritten: a file of that name with wider rights would keep them.
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        using (var file = new FileStream(beside, options))
        {
            JsonSerializer.Serialize(file, state, type);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Moves it out of the way, under a name that nobody has yet.</summary>
    /// <returns>The new path.</returns>
    public string SetAside(DateTimeOffset now)
    {
        var aside = $"{path}.{now:yyyyMMddHHmmssfff}";
        File.Move(path, aside);
        return aside;
    }

    public void Delete() => File.Delete(path);
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ConnectionState))]
[JsonSerializable(typeof(ActionState))]
internal sealed partial class StateJson : JsonSerializerContext;
