using System.Net;
using System.Net.Sockets;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>What admission looks at, of one message of a known caller.</summary>
/// <param name="Caller">The caller's configured name.</param>
/// <param name="Recipient">Whose phone.</param>
/// <param name="Region">The recipient's region, ISO 3166-1.</param>
/// <param name="Ip">Who asked for the code; null when the caller does not say, or says what is no address.</param>
/// <param name="UserId">The user, when the caller says who it is.</param>
public sealed record AdmissionRequest(
    string Caller,
    PhoneNumber Recipient,
    string Region,
    IPAddress? Ip,
    string? UserId
)
{
    private const int DigitsOfALine = 4;
    private const int Ipv4Bytes = 4;
    private const int Ipv6Bytes = 8;
    private const int LongestAddress = 65;

    /// <summary>The recipient's number block: E.164 without the last four digits. Attackers rent numbers by the block.</summary>
    internal ReadOnlySpan<char> Block => Recipient.E164.AsSpan(0, Recipient.E164.Length - DigitsOfALine);

    /// <summary>
    /// What is counted of who asked: the IPv4 address, or the /64 of an IPv6 one. That one alone is worth nothing as a key: whoever
    /// has one has 2^64 of them.
    /// </summary>
    public string? Address
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            return WriteAddress(bytes) switch
            {
                0 => null,
                Ipv4Bytes => Ip!.ToString(),
                _ => $"{new IPAddress(bytes)}/64",
            };
        }
    }

    /// <summary>Names the message in what is written down of it; empty when nothing is.</summary>
    internal Guid Message { get; init; }

    /// <summary>Nothing of who asked.</summary>
    public override string ToString() => $"{Caller}: {Recipient} in {Region}";

    public static AdmissionRequest Of(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var (recipient, context) = (envelope.Message.Recipient, envelope.Context);
        return new AdmissionRequest(
            envelope.Caller,
            recipient,
            recipient.Region,
            ReadIp(context.Ip),
            context.UserId is { Length: > 0 } user ? user : null
        )
        {
            Message = envelope.Id.Number ?? Guid.Empty,
        };
    }

    /// <summary>What cannot be read is no address, so that no two users share a count for that.</summary>
    internal static IPAddress? ReadIp(string? text)
    {
        if (text is null || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        // "1" and "010.1.1.1" are addresses to the parser, and are nobody's.
        Span<char> written = stackalloc char[LongestAddress];
        return
            address.AddressFamily == AddressFamily.InterNetworkV6
            || (address.TryFormat(written, out var length) && text.AsSpan().SequenceEqual(written[..length]))
            ? address
            : null;
    }

    /// <summary>The bytes of <see cref="Address"/>.</summary>
    /// <param name="bytes">16 zeros.</param>
    /// <returns>How many they are; 0 when it is not known.</returns>
    internal int WriteAddress(Span<byte> bytes)
    {
        if (Ip is null || !Ip.TryWriteBytes(bytes, out var length))
        {
            return 0;
        }

        var counted = Math.Min(length, Ipv6Bytes);
        bytes[counted..].Clear();
        return counted;
    }
}
