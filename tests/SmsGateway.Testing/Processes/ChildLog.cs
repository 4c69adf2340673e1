using System.Text;
using System.Text.RegularExpressions;

namespace SmsGateway.Testing;

/// <summary>
/// Copies a child's output to a file in large pieces (not line by line: the copying shares the processors with what is
/// measured) and looks out for the address it listens on.
/// </summary>
public sealed partial class ChildLog : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StringBuilder? _head = new();

    public ChildLog(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    }

    public string Path { get; }

    /// <summary>The first address of the log line "Now listening on".</summary>
    public Task<Uri> Address => _address.Task;

    public async Task CopyAsync(Stream output)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await output.ReadAsync(buffer)) > 0)
        {
            lock (_lock)
            {
                _file.Write(buffer, 0, count);
                _file.Flush();
                LookForAddress(buffer.AsSpan(0, count));
            }
        }
    }

    /// <summary>The last lines, for an error message.</summary>
    public string Tail()
    {
        return string.Join(
            Environment.NewLine,
            ReadAll().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(20)
        );
    }

    public string ReadAll()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    public void Dispose() => _file.Dispose();

    private void LookForAddress(ReadOnlySpan<byte> bytes)
    {
        if (_head is null)
        {
            return;
        }

        _head.Append(Encoding.UTF8.GetString(bytes));
        if (Listening().Match(_head.ToString()) is { Success: true } match)
        {
            _head = null;
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
        else if (_head.Length > 256 * 1024)
        {
            _head.Remove(0, _head.Length - 1024);
        }
    }

    // The space or quote after it shows that the address is complete.
    [GeneratedRegex("""Now listening on: (https?://[^\s"\\]+)[\s"\\]""")]
    private static partial Regex Listening();
}
