using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.Admission;

/// <summary>Which of the operators' lists.</summary>
public enum AdmissionList
{
    /// <summary>Never sent to.</summary>
    Block,

    /// <summary>The rules on kind and region and those against fraud do not speak; limits of number, user and budgets do.</summary>
    Allow,
}

/// <summary>What an entry of a list is about.</summary>
public enum EntryKind
{
    /// <summary>One number, E.164.</summary>
    Number,

    /// <summary>All numbers that begin so: a plus sign and 1 to 14 digits.</summary>
    Prefix,

    /// <summary>A range of addresses in CIDR form, or one address.</summary>
    Ip,

    /// <summary>A caller by its configured name; on the block list only: the caller is switched off.</summary>
    Caller,

    /// <summary>A region, ISO 3166-1; on the block list only: the region is switched off.</summary>
    Region,

    /// <summary>
    /// A carrier by its configured name; on the block list only: the carrier is switched off. Admission has nothing to do with it:
    /// its messages go to the next carrier of their route.
    /// </summary>
    Carrier,
}

/// <summary>One entry of the operators' lists.</summary>
/// <param name="List">Which list.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Value">As <paramref name="Kind"/> says.</param>
/// <param name="Since">When it was made.</param>
/// <param name="Until">When it ends; null: never by itself.</param>
/// <param name="Reason">Why, in an operator's words; at most 200 characters.</param>
public sealed record AdmissionEntry(
    AdmissionList List,
    EntryKind Kind,
    string Value,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    string? Reason
)
{
    public bool IsOverAt(DateTimeOffset now) => Until <= now;

    /// <summary>Whether it is the one about this; names and codes in any case.</summary>
    public bool Is(AdmissionList list, EntryKind kind, string value) =>
        List == list && Kind == kind && string.Equals(Value, value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>All entries, as they are kept: one document, so that a change is whole or none.</summary>
public sealed record AdmissionDocument(IReadOnlyList<AdmissionEntry> Entries)
{
    /// <summary>More would make every look of every process slow.</summary>
    public const int MostEntries = 10_000;

    public static readonly AdmissionDocument Empty = new([]);

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, AdmissionJson.Default.AdmissionDocument);

    /// <exception cref="JsonException">It is none.</exception>
    public static AdmissionDocument Deserialize(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, AdmissionJson.Default.AdmissionDocument) is { Entries: not null } document
            ? document
            : throw new JsonException("This is no list.");

    /// <summary>With the entry in the place of an earlier one of the same value; without what is over.</summary>
    public AdmissionDocument With(AdmissionEntry entry, DateTimeOffset now) =>
        new([.. Others(entry.List, entry.Kind, entry.Value).Where(other => !other.IsOverAt(now)), entry]);

    public AdmissionDocument Without(AdmissionList list, EntryKind kind, string value) =>
        new([.. Others(list, kind, value)]);

    private IEnumerable<AdmissionEntry> Others(AdmissionList list, EntryKind kind, string value) =>
        Entries.Where(entry => !entry.Is(list, kind, value));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(AdmissionDocument))]
internal sealed partial class AdmissionJson : JsonSerializerContext;
