using System.Text;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>
/// The keys that one request is counted under. They are written down, so they are keyed hashes of 64 bits, which without the key tell
/// nothing of number, address or user.
/// </summary>
/// <param name="Number">Of the recipient.</param>
/// <param name="Block">Of its number block.</param>
/// <param name="Address">Of who asked; 0 when that is not known.</param>
/// <param name="User">Of the user; 0 when that is not known.</param>
internal readonly record struct AdmissionKeys(ulong Number, ulong Block, ulong Address, ulong User);

/// <summary>Makes them. One per key; used from any thread.</summary>
/// <param name="key"><see cref="KeyBytes"/> bytes.</param>
internal sealed class AdmissionHash(ReadOnlySpan<byte> key)
{
    public const int KeyBytes = 16;

    /// <summary>Of texts up to here no array is made.</summary>
    private const int ShortText = 128;

    private readonly SipHash _hash = new(key);

    public AdmissionKeys Of(AdmissionRequest request) =>
        new(
            Of(request.Recipient),
            Of('b', request.Block),
            OfAddress(request),
            request.UserId is { } user ? Of('u', user) : 0
        );

    public ulong Of(PhoneNumber number) => Of('n', number.E164);

    private ulong OfAddress(AdmissionRequest request)
    {
        Span<byte> bytes = stackalloc byte[1 + 16];
        bytes[0] = (byte)'a';
        var length = request.WriteAddress(bytes[1..]);
        return length == 0 ? 0 : _hash.Of(bytes[..(1 + length)]) | 1;
    }

    /// <param name="what">Keeps a number from having the hash of a block that is written like it.</param>
    private ulong Of(char what, ReadOnlySpan<char> text)
    {
        var most = 1 + Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= ShortText ? stackalloc byte[ShortText] : new byte[most];
        bytes[0] = (byte)what;
        var length = 1 + Encoding.UTF8.GetBytes(text, bytes[1..]);
        // 0 stands for nothing.
        return _hash.Of(bytes[..length]) | 1;
    }
}
