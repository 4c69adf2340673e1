using System.Globalization;

namespace SmsGateway.Workbench;

/// <summary>Options of one command: <c>--name value</c> and <c>--flag</c>. What nobody asked for is a mistake.</summary>
internal sealed class Arguments
{
    private readonly List<string> _rest;

    public Arguments(IEnumerable<string> args) => _rest = [.. args];

    public bool Flag(string name) => _rest.Remove(name);

    public string? Text(string name)
    {
        var at = _rest.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        if (at + 1 == _rest.Count || _rest[at + 1].StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException($"{name} needs a value.");
        }

        var value = _rest[at + 1];
        _rest.RemoveRange(at, 2);
        return value;
    }

    public int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
            ? value
            : throw new UsageException($"{name} must be a whole number from {min} to {max}.");
    }

    public void RejectRest()
    {
        if (_rest.Count > 0)
        {
            throw new UsageException($"'{_rest[0]}' is not an option of this command.");
        }
    }
}
