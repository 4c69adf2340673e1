using System.Collections.Frozen;
using System.Net;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>What the operators' lists say of one request.</summary>
public enum ListVerdict
{
    /// <summary>Nothing.</summary>
    None,

    Allowed,

    Blocked,
}

/// <summary>The operators' lists, ready to be asked: one snapshot, replaced as a whole.</summary>
internal sealed class ListSnapshot
{
    public static readonly ListSnapshot Empty = new(AdmissionDocument.Empty);

    private readonly Side _blocked;
    private readonly Side _allowed;

    public ListSnapshot(AdmissionDocument document)
    {
        Document = document;
        _blocked = new Side(document.Entries.Where(entry => entry.List == AdmissionList.Block));
        _allowed = new Side(document.Entries.Where(entry => entry.List == AdmissionList.Allow));
    }

    public AdmissionDocument Document { get; }

    /// <summary>Whether no entry is about any message's admission.</summary>
    public bool IsSilent => _blocked.IsEmpty && _allowed.IsEmpty;

    public ListVerdict Ask(AdmissionRequest request, DateTimeOffset now) =>
        _blocked.Has(request, now) ? ListVerdict.Blocked
        : _allowed.Has(request, now) ? ListVerdict.Allowed
        : ListVerdict.None;

    private sealed class Side
    {
        private readonly FrozenDictionary<string, AdmissionEntry> _exact;
        private readonly FrozenDictionary<string, AdmissionEntry> _prefixes;
        private readonly int[] _prefixLengths;
        private readonly (IPNetwork Network, AdmissionEntry Entry)[] _networks;

        public Side(IEnumerable<AdmissionEntry> entries)
        {
            var all = entries.ToList();
            _exact = all.Where(entry => entry.Kind is EntryKind.Number or EntryKind.Caller or EntryKind.Region)
                .GroupBy(entry => Key(entry.Kind, entry.Value), StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase);
            var prefixes = all.Where(entry => entry.Kind == EntryKind.Prefix).ToList();
            _prefixes = prefixes
                .GroupBy(entry => entry.Value)
                .ToFrozenDictionary(group => group.Key, group => group.Last());
            _prefixLengths = [.. prefixes.Select(entry => entry.Value.Length).Distinct()];
            _networks =
            [
                .. all.Where(entry => entry.Kind == EntryKind.Ip)
                    .Select(entry => (EntryRules.Network(entry.Value), entry))
                    .Where(pair => pair.Item1 is not null)
                    .Select(pair => (pair.Item1!.Value, pair.entry)),
            ];
        }

        public bool IsEmpty => _exact.Count == 0 && _prefixes.Count == 0 && _networks.Length == 0;

        public bool Has(AdmissionRequest request, DateTimeOffset now)
        {
            if (
                _exact.Count > 0
                && (
                    Holds(_exact, Key(EntryKind.Number, request.Recipient.E164), now)
                    || Holds(_exact, Key(EntryKind.Caller, request.Caller), now)
                    || Holds(_exact, Key(EntryKind.Region, request.Region), now)
                )
            )
            {
                return true;
            }

            var number = request.Recipient.E164;
            foreach (var length in _prefixLengths)
            {
                if (number.Length >= length && Holds(_prefixes, number[..length], now))
                {
                    return true;
                }
            }

            return _networks.Length > 0
                && request.Ip is { } ip
                && _networks.Any(pair => !pair.Entry.IsOverAt(now) && pair.Network.Contains(ip));
        }

        private static bool Holds(FrozenDictionary<string, AdmissionEntry> entries, string key, DateTimeOffset now) =>
            entries.TryGetValue(key, out var entry) && !entry.IsOverAt(now);

        private static string Key(EntryKind kind, string value) => $"{(int)kind} {value}";
    }
}

/// <summary>What an entry's value may be.</summary>
internal static class EntryRules
{
    private const int ShortestPrefix = 2;

    /// <summary>The value in its one form; null when it is none.</summary>
    public static string? Normalise(EntryKind kind, string value) =>
        kind switch
        {
            EntryKind.Number => PhoneNumber.TryParse(value, out var number) ? number.E164 : null,
            EntryKind.Prefix => IsPrefix(value) ? value : null,
            EntryKind.Ip => Network(value)?.ToString(),
            EntryKind.Region => RegionCode.Mistake(value) is null ? RegionCode.Of(value) : null,
            EntryKind.Caller or EntryKind.Carrier => value.Length is > 0 and <= 100 ? value : null,
            _ => null,
        };

    /// <summary>What is to be said of one that is none.</summary>
    public static string MistakeOf(EntryKind kind, string value) =>
        kind switch
        {
            EntryKind.Number => "must be a number in E.164 form, such as +61491570156",
            EntryKind.Prefix => "must be a plus sign and 1 to 14 digits, such as +99899394",
            EntryKind.Ip =>
                "must be an address or a range of them that begins where its length says, such as 203.0.113.7 or 203.0.113.0/24",
            EntryKind.Region => RegionCode.Mistake(value)!,
            EntryKind.Carrier => "must be the name of a carrier, as it is configured",
            _ => "must be the name of a caller, as it is configured",
        };

    /// <summary>As a request's address is compared with it: an IPv4 one is never written as IPv6.</summary>
    public static IPNetwork? Network(string text) =>
        text.Contains('%', StringComparison.Ordinal) ? null
        : IPNetwork.TryParse(text, out var network) ? AsIPv4(network)
        : AdmissionRequest.ReadIp(text) is { } address ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    private static IPNetwork AsIPv4(IPNetwork network) =>
        network is { BaseAddress.IsIPv4MappedToIPv6: true, PrefixLength: >= 96 }
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;

    private static bool IsPrefix(string value) =>
        value is ['+', not '0', ..]
        && value.Length is >= ShortestPrefix and <= PhoneNumber.MaxDigits
        && !value.AsSpan(1).ContainsAnyExceptInRange('0', '9');
}
