using System.Globalization;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Carriers;

namespace SmsGateway.Operators;

/// <summary>Reads an order about an entry of the block and allow lists.</summary>
internal static class EntryOrder
{
    private const string Until = "until";
    private const string For = "for";
    private const string Reason = "reason";

    private const int MaxReason = 200;

    /// <summary>With fewer digits a prefix is a calling code, or a large part of one: whole countries.</summary>
    private const int FewestDigits = 4;

    /// <summary>No single network is wider; beyond it lies much of the internet.</summary>
    private const int WidestIPv4 = 8;
    private const int WidestIPv6 = 16;

    private const int MostDays = 366;

    /// <summary>With Z or an offset: at night nobody should have to think of which zone is meant.</summary>
    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private static readonly EntryKind[] Kinds = Enum.GetValues<EntryKind>();

    /// <summary>What an entry can be about, by name.</summary>
    public static IReadOnlyList<string> SubjectFields { get; } = [.. Kinds.Select(NameOf)];

    /// <summary>All that an order to make one can hold.</summary>
    public static IReadOnlyList<string> Fields { get; } = [.. SubjectFields, Until, For, Reason];

    public static string NameOf(EntryKind kind) => kind.ToString().ToLowerInvariant();

    /// <returns>Null when the fields have mistakes.</returns>
    public static AdmissionEntry? Read(
        OrderFields fields,
        AdmissionList list,
        bool force,
        IReadOnlyList<CallerOptions> callers,
        IReadOnlyList<CarrierOptions> carriers,
        DateTimeOffset now
    )
    {
        var subject = Subject(fields, list);
        if (subject is (EntryKind.Caller or EntryKind.Carrier, var name))
        {
            var (of, field) = (subject.Value.Kind, NameOf(subject.Value.Kind));
            var known =
                of == EntryKind.Caller
                    ? fields.Known(field, name, callers, caller => caller.Name)?.Name
                    : fields.Known(field, name, carriers, carrier => carrier.Name)?.Name;
            subject = (of, known ?? name);
        }

        if (!force && subject is (var kind, var value) && WidthOf(kind, value) is { } width)
        {
            fields.Error(
                NameOf(kind),
                $"{width}; if that is meant, add force=true to the query. What switches one country off is region"
            );
        }

        var until = End(fields, now);
        var reason = fields.Find(Reason);
        if (reason?.Length > MaxReason || reason?.Any(char.IsControl) == true)
        {
            fields.Error(Reason, $"must have at most {MaxReason} characters, and none that control a terminal");
        }

        return fields.Errors.Count == 0 && subject is (var what, var whose)
            ? new AdmissionEntry(list, what, whose, now, until, reason)
            : null;
    }

    /// <summary>What the entry is about; what is wrong with that is among the fields' mistakes.</summary>
    public static (EntryKind Kind, string Value)? Subject(OrderFields fields, AdmissionList list)
    {
        EntryKind[] given = [.. Kinds.Where(kind => fields.Find(NameOf(kind)) is not null)];
        if (given.Length > 1 || (given.Length == 0 && fields.Errors.Count == 0))
        {
            fields.Error("", $"must have exactly one of {string.Join(", ", SubjectFields)}");
        }

        (EntryKind, string)? subject = null;
        foreach (var kind in given)
        {
            var text = fields.Find(NameOf(kind))!;
            if (WhyNotOn(list, kind) is { } why)
            {
                fields.Error(NameOf(kind), why);
            }
            else if (EntryRules.Normalise(kind, text) is { } value)
            {
                subject = (kind, value);
            }
            else
            {
                fields.Error(NameOf(kind), EntryRules.MistakeOf(kind, text));
            }
        }

        return subject;
    }

    private static string? WhyNotOn(AdmissionList list, EntryKind kind) =>
        (list, kind) switch
        {
            (AdmissionList.Allow, EntryKind.Caller) =>
                "cannot be allowed: every caller may send that is not blocked, so remove its block instead",
            (AdmissionList.Allow, EntryKind.Carrier) =>
                "cannot be allowed: every carrier of a route is tried that is not switched off, so remove its block instead",
            (AdmissionList.Allow, EntryKind.Region) =>
                "cannot be allowed: which regions are sent to is a setting, and one that was blocked is sent to again when its block is removed",
            _ => null,
        };

    private static string? WidthOf(EntryKind kind, string value) =>
        kind switch
        {
            EntryKind.Prefix when value.Length - 1 < FewestDigits =>
                $"has fewer than {FewestDigits} digits, so it means all numbers of a country or of several",
            EntryKind.Ip
                when EntryRules.Network(value) is { } network
                    && network.PrefixLength
                        < (network.BaseAddress.GetAddressBytes().Length == 4 ? WidestIPv4 : WidestIPv6) =>
                "is wider than any network, so it means much of the internet",
            _ => null,
        };

    private static DateTimeOffset? End(OrderFields fields, DateTimeOffset now)
    {
        DateTimeOffset? end = null;
        if (fields.Find(Until) is { } until)
        {
            if (
                DateTimeOffset.TryParseExact(
                    until,
                    Moments,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out var moment
                )
            )
            {
                end = moment;
            }
            else
            {
                fields.Error(Until, "must be a moment with its zone, such as 2026-12-01T06:00:00Z");
            }
        }

        if (end <= now)
        {
            fields.Error(Until, string.Create(CultureInfo.InvariantCulture, $"must be later than now, {now:u}"));
        }

        if (fields.Find(For) is not { } length)
        {
            return end;
        }

        if (fields.Find(Until) is not null)
        {
            fields.Error(For, $"says the same as {Until}: leave one of them out");
        }

        // A bare number would be days, and hh:mm is too easily meant as mm:ss.
        if (
            length.Count(c => c == ':') == 2
            && TimeSpan.TryParse(length, CultureInfo.InvariantCulture, out var time)
            && time > TimeSpan.Zero
            && time <= TimeSpan.FromDays(MostDays)
        )
        {
            return now + time;
        }

        fields.Error(For, $"must be a duration of at most {MostDays} days, written hh:mm:ss or d.hh:mm:ss");
        return null;
    }
}
