namespace SmsGateway.Operators;

/// <summary>Whoever calls an operators' endpoint, as far as that can be known. A key is no person, and a name that is claimed is no proof.</summary>
/// <param name="Key">In words, which key it was; never the key itself.</param>
/// <param name="Address">Where the connection came from, which is a proxy where there is one; null where the head is not told.</param>
/// <param name="ClaimedName">What the client says of itself; null when it says nothing that can be shown.</param>
public sealed record OperatorIdentity(string Key, string? Address, string? ClaimedName)
{
    /// <summary>The header in which a client names whoever uses it.</summary>
    public const string NameHeader = "x-operator";

    public const int MaxNameLength = 64;

    /// <returns>The one value, when it is 1 to 64 printable characters of ASCII; otherwise null.</returns>
    public static string? NameIn(IReadOnlyList<string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return
            header is [{ } text]
            && text.Trim() is { Length: > 0 and <= MaxNameLength } name
            && name.All(c => c is >= ' ' and <= '~')
            ? name
            : null;
    }

    /// <summary>For the log; what the client says comes last, so that it passes for nothing else.</summary>
    public override string ToString()
    {
        var from = Address is null ? "" : $" from {Address}";
        return ClaimedName is null ? Key + from : $"{Key}{from}, who says to be {ClaimedName}";
    }
}
