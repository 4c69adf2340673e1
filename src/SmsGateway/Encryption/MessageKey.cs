using System.Collections.Concurrent;
using System.Security.Cryptography;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Encryption;

/// <summary>One version of the key: AES-256-GCM with a random nonce for each text, which stands before it, and its tag behind it.</summary>
internal sealed class MessageKey
{
    /// <summary>What a sealed text is longer than the text.</summary>
    public const int Overhead = NonceLength + TagLength;

    public const int IdDigits = SealedEnvelope.KeyDigits;

    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    // No document says that several threads may use one at once, and making one costs more than using it.
    private readonly ConcurrentBag<Cipher> _idle = [];

    private MessageKey(byte[] key)
    {
        _key = key;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        Id = Convert.ToHexStringLower(hash[..(IdDigits / 2)]);
    }

    /// <summary>Names it wherever something is sealed with it: the beginning of its hash.</summary>
    public string Id { get; }

    /// <returns>Null when the secret is no key.</returns>
    public static MessageKey? Of(Sensitive secret) =>
        Decode(secret) is { Length: KeyLength } key ? new MessageKey(key) : null;

    /// <returns>What is wrong with the secret, without quoting it; null when it is a key.</returns>
    public static string? Mistake(Sensitive secret) =>
        Decode(secret) switch
        {
            null => $"the key must be {KeyLength} bytes in base64 or base64url, and is neither of these",
            { Length: KeyLength } => null,
            var key => $"the key must be {KeyLength} bytes in base64 or base64url, and has {key.Length}",
        };

    /// <summary>Whether two secrets are one key, however each is written.</summary>
    public static bool AreOne(Sensitive one, Sensitive other) =>
        Decode(one) is { } key && Decode(other) is { } otherKey && key.AsSpan().SequenceEqual(otherKey);

    /// <param name="plain">What to seal.</param>
    /// <param name="associated">What it belongs to; without the same it does not open.</param>
    /// <param name="destination">As long as the text and <see cref="Overhead"/>.</param>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        var cipher = Take();
        cipher.NextNonce().CopyTo(destination);
        cipher.Gcm.Encrypt(
            destination[..NonceLength],
            plain,
            destination.Slice(NonceLength, plain.Length),
            destination[(NonceLength + plain.Length)..],
            associated
        );
        _idle.Add(cipher);
    }

    /// <param name="destination">At least as long as what is sealed, less <see cref="Overhead"/>.</param>
    /// <returns>False when it was changed, or belongs to something else.</returns>
    public bool TryOpen(ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        if (sealedText.Length < Overhead)
        {
            return false;
        }

        var cipher = Take();
        try
        {
            cipher.Gcm.Decrypt(
                sealedText[..NonceLength],
                sealedText[NonceLength..^TagLength],
                sealedText[^TagLength..],
                destination[..(sealedText.Length - Overhead)],
                associated
            );
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            _idle.Add(cipher);
        }
    }

    /// <summary>A key for another use, from which this one cannot be told (RFC 5869).</summary>
    public byte[] Derive(string label, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, length, info: System.Text.Encoding.UTF8.GetBytes(label));

    private Cipher Take() => _idle.TryTake(out var cipher) ? cipher : new Cipher(_key);

    private static byte[]? Decode(Sensitive secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        try
        {
            return SecretText.FromBase64(secret.Reveal());
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>For one thread at a time.</summary>
    private sealed class Cipher(byte[] key)
    {
        /// <summary>To ask for random bytes takes as long as to seal a message, few or many of them.</summary>
        private const int NoncesAtOnce = 64;

        private readonly byte[] _nonces = new byte[NoncesAtOnce * NonceLength];
        private int _used = NoncesAtOnce;

        public AesGcm Gcm { get; } = new(key, TagLength);

        /// <summary>Random, and never the same bytes again.</summary>
        public ReadOnlySpan<byte> NextNonce()
        {
            if (_used == NoncesAtOnce)
            {
                RandomNumberGenerator.Fill(_nonces);
                _used = 0;
            }

            return _nonces.AsSpan(_used++ * NonceLength, NonceLength);
        }
    }
}
