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

    private readonly ThreadLocal<Cipher> _cipher;
    private bool _isDisposed;

    /// <param name="key"><see cref="KeyBytes"/> bytes.</param>
    public AdmissionHash(ReadOnlyMemory<byte> key) =>
        _cipher = new ThreadLocal<Cipher>(() => new Cipher(key.Span), trackAllValues: true);

    public AdmissionKeys Of(AdmissionRequest request)
    {
        var cipher = _cipher.Value!;
        Span<byte> blocks = cipher.Blocks;
        blocks.Clear();
        Write(blocks, 'n', Digits(request.Recipient.E164));
        Write(blocks[BlockBytes..], 'b', Digits(request.Block));
        Write(blocks[(2 * BlockBytes)..], 'a', request.Address);
        Write(blocks[(3 * BlockBytes)..], 'u', request.UserId);
        ReadOnlySpan<byte> hashed = cipher.Hash();
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

        block[0] = (byte)what;
        // An IPv4 address fits as it is; what does not is told from it by its capital letter.
        if (Encoding.UTF8.TryGetBytes(text, block[1..], out _))
        {
            return;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        block[0] = (byte)char.ToUpperInvariant(what);
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

    /// <summary>Of one thread: made once, because making it costs more than using it.</summary>
    private sealed class Cipher : IDisposable
    {
        private readonly Aes _aes = Aes.Create();
        private readonly ICryptoTransform _transform;
        private readonly byte[] _hashed = new byte[4 * BlockBytes];

        public Cipher(ReadOnlySpan<byte> key)
        {
            _aes.Key = key.ToArray();
#pragma warning disable CA5358 // Each block is a key by itself: what is wanted is a keyed permutation, not secrecy of a text.
            _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
            _aes.Padding = PaddingMode.None;
            _transform = _aes.CreateEncryptor();
        }

        public byte[] Blocks { get; } = new byte[4 * BlockBytes];

        public byte[] Hash()
        {
            _transform.TransformBlock(Blocks, 0, Blocks.Length, _hashed, 0);
            return _hashed;
        }

        public void Dispose()
        {
            _transform.Dispose();
            _aes.Dispose();
        }
    }
}
