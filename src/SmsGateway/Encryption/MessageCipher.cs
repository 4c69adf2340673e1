using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Encryption;

/// <summary>Seals with the current version of the key, and opens with that and the one before. Any number of threads may use it.</summary>
public sealed class MessageCipher
{
    /// <summary>A purpose and a message's id.</summary>
    private const int LongestAssociated = 128;

    private const int IdLength = MessageKey.IdDigits / 2;
    private const int DerivedBytes = 16;

    private readonly MessageKey _current;
    private readonly MessageKey? _previous;

    internal MessageCipher(SecretVersions versions, MessageKey current, MessageKey? previous)
    {
        (Versions, _current, _previous) = (versions, current, previous);
        SealEnvelope = envelope => EnvelopeSeal.Close(envelope, this);
    }

    /// <summary>Names the key that seals: the first 8 hexadecimal digits of its SHA-256.</summary>
    public string KeyId => _current.Id;

    /// <summary>What the keys were made from; another instance means that the secret has changed.</summary>
    internal SecretVersions Versions { get; }

    /// <summary>Made once, because each message needs it.</summary>
    internal Action<EnvelopeWire> SealEnvelope { get; }

    /// <returns>What is wrong with a secret that is to be the key, without quoting it; null when it is one.</returns>
    public static string? Mistake(Sensitive secret) => MessageKey.Mistake(secret);

    /// <summary>Whether two secrets are one key, however each is written.</summary>
    public static bool AreOneKey(Sensitive one, Sensitive other) => one.Equals(other) || MessageKey.AreOne(one, other);

    /// <summary>The key that opens what <see cref="Seal"/> has sealed.</summary>
    public static string KeyIdOf(ReadOnlySpan<byte> record) =>
        record.Length < IdLength ? "" : Convert.ToHexStringLower(record[..IdLength]);

    /// <summary>Whether it opens what is sealed with that key.</summary>
    public bool Has(string keyId) => Find(keyId) is not null;

    /// <summary>Seals a small record, with its key's id in front.</summary>
    /// <param name="plain">The record.</param>
    /// <param name="purpose">A word for what kind of record it is, and of which feature.</param>
    /// <param name="id">Which one it is. Under another purpose or id it does not open, so no record can be put in another's place.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose, string id = "")
    {
        var record = new byte[IdLength + plain.Length + MessageKey.Overhead];
        BinaryPrimitives.WriteUInt32BigEndian(
            record,
            uint.Parse(_current.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );
        SealText(plain, purpose, id, record.AsSpan(IdLength));
        return record;
    }

    /// <returns>Null when it was changed, or sealed for something else or with a key that is not here (<see cref="Has"/>).</returns>
    public byte[]? Open(ReadOnlySpan<byte> record, string purpose, string id = "")
    {
        if (record.Length < IdLength + MessageKey.Overhead)
        {
            return null;
        }

        var plain = new byte[record.Length - IdLength - MessageKey.Overhead];
        return TryOpenText(KeyIdOf(record), record[IdLength..], purpose, id, plain) ? plain : null;
    }

    /// <summary>
    /// Another key of this one, of 16 bytes, for hashes that must not be guessed from a list of numbers. It is the same in every
    /// process and after every restart, until the key is rotated.
    /// </summary>
    /// <param name="label">What for, such as <c>admission</c>.</param>
    public byte[] DeriveKey(string label) => _current.Derive(label, DerivedBytes);

    /// <summary>What <see cref="DeriveKey"/> gave before the rotation; null when there is no key of before.</summary>
    public byte[]? DeriveFormerKey(string label) => _previous?.Derive(label, DerivedBytes);

    internal void SealText(ReadOnlySpan<byte> plain, string purpose, string id, Span<byte> destination)
    {
        Span<byte> associated = stackalloc byte[LongestAssociated];
        _current.Seal(plain, associated[..Associate(purpose, id, associated)], destination);
    }

    internal bool TryOpenText(
        string keyId,
        ReadOnlySpan<byte> sealedText,
        string purpose,
        string id,
        Span<byte> destination
    )
    {
        Span<byte> associated = stackalloc byte[LongestAssociated];
        return Find(keyId) is { } key
            && key.TryOpen(sealedText, associated[..Associate(purpose, id, associated)], destination);
    }

    private MessageKey? Find(string keyId) =>
        keyId == _current.Id ? _current
        : keyId == _previous?.Id ? _previous
        : null;

    /// <summary>No purpose and no id has a line end.</summary>
    private static int Associate(string purpose, string id, Span<byte> associated)
    {
        var length = Encoding.UTF8.GetBytes(purpose, associated);
        associated[length++] = (byte)'\n';
        return length + Encoding.UTF8.GetBytes(id, associated[length..]);
    }
}
