using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.Admission;

/// <summary>
/// The keys that one request is counted under. They are written down, so they are keyed hashes: 64 bits of an AES block, which
/// without the key tell nothing of number, address or user.
/// </summary>
/// <param name="Number">Of the recipient.</param>
/// <param name="Block">Of its number block.</param>
/// <param name="Address">Of who asked; 0 when that is not known.</param>
/// <param name="User">Of the user; 0 when that is not known.</param>
internal readonly record struct AdmissionKeys(ulong Number, ulong Block, ulong Address, ulong User);

/// <summary>Makes them. One per key; used from any thread.</summary>
internal sealed class AdmissionHash : IDisposable
{
    public const int KeyBytes = 16;

    private const int BlockBytes = 16;

    private readonly ThreadLocal<Aes> _cipher;
    private bool _isDisposed;

    /// <param name="key"><see cref="KeyBytes"/> bytes.</param>
    public AdmissionHash(ReadOnlyMemory<byte> key) =>
        _cipher = new ThreadLocal<Aes>(
            () =>
            {
                var aes = Aes.Create();
                aes.Key = key.ToArray();
                return aes;
            },
            trackAllValues: true
        );

    public AdmissionKeys Of(AdmissionRequest request)
    {
        Span<byte> blocks = stackalloc byte[4 * BlockBytes];
        blocks.Clear();
        Write(blocks, 'n', Digits(request.Recipient.E164));
        Write(blocks[BlockBytes..], 'b', Digits(request.Block));
        Write(blocks[(2 * BlockBytes)..], 'a', request.Address);
        Write(blocks[(3 * BlockBytes)..], 'u', request.UserId);
        Span<byte> hashed = stackalloc byte[4 * BlockBytes];
        _cipher.Value!.EncryptEcb(blocks, hashed, PaddingMode.None);
        return new AdmissionKeys(
            First(hashed),
            First(hashed[BlockBytes..]),
            request.Address is null ? 0 : First(hashed[(2 * BlockBytes)..]),
            request.UserId is null ? 0 : First(hashed[(3 * BlockBytes)..])
        );
    }

    public void Dispose()
    {
        // A container disposes of what is registered twice twice.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        foreach (var cipher in _cipher.Values)
        {
            cipher.Dispose();
        }

        _cipher.Dispose();
    }

    private static void Write(Span<byte> block, char what, ulong digits)
    {
        block[0] = (byte)what;
        BinaryPrimitives.WriteUInt64BigEndian(block[1..], digits);
    }

    private static void Write(Span<byte> block, char what, string? text)
    {
        if (text is null)
        {
            return;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        block[0] = (byte)what;
        digest[..(BlockBytes - 1)].CopyTo(block[1..]);
    }

    /// <summary>A number has no zero in front, so no two have the same value.</summary>
    private static ulong Digits(ReadOnlySpan<char> e164)
    {
        var value = 0UL;
        foreach (var digit in e164[1..])
        {
            value = (value * 10) + (ulong)(digit - '0');
        }

        return value;
    }

    /// <summary>0 stands for nothing.</summary>
    private static ulong First(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt64BigEndian(block) | 1;
}
