using System.Text;

namespace SmsGateway.Admission;

/// <summary>A refusal or near miss as an operator sees it: never the number or the whole address.</summary>
/// <param name="At">When.</param>
/// <param name="Rule">The rule's reason code; of a near miss the first of those that only record.</param>
/// <param name="IsRefused">Whether it was refused; a near miss was sent.</param>
/// <param name="Caller">Who posted it.</param>
/// <param name="Region">The number's region.</param>
/// <param name="Recipient">The masked number.</param>
/// <param name="Network">The address's /24, or the /48 of an IPv6 one; null when it is not known.</param>
/// <param name="HeldUntil">Until when the number block is held because of it.</param>
public sealed record AdmissionRecord(
    DateTimeOffset At,
    string Rule,
    bool IsRefused,
    string Caller,
    string Region,
    string Recipient,
    string? Network,
    DateTimeOffset? HeldUntil
)
{
    private const char Separator = ' ';

    internal static byte[] DetailOf(AdmissionRequest request) =>
        Encoding.UTF8.GetBytes($"{request.Recipient}{Separator}{NetworkOf(request)}");

    /// <param name="note">As it is written down.</param>
    /// <param name="detail">Its detail, opened if it was sealed; null when it cannot be.</param>
    internal static AdmissionRecord Of(AdmissionNote note, ReadOnlySpan<byte> detail)
    {
        var parts = Encoding.UTF8.GetString(detail).Split(Separator);
        return new AdmissionRecord(
            DateTimeOffset.FromUnixTimeMilliseconds(note.At),
            AdmissionRules.ReasonOf(note.Told),
            note.Kind == NoteKind.Refused,
            note.Caller,
            note.Region,
            parts[0],
            parts is [_, { Length: > 0 } network] ? network : null,
            note.HeldUntil == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(note.HeldUntil)
        );
    }

    private static string? NetworkOf(AdmissionRequest request)
    {
        if (request.Ip is not { } ip)
        {
            return null;
        }

        var bytes = ip.GetAddressBytes();
        var kept = bytes.Length == 4 ? 3 : 6;
        bytes.AsSpan(kept).Clear();
        return $"{new System.Net.IPAddress(bytes)}/{kept * 8}";
    }
}
