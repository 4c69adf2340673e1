using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Secrets;

namespace SmsGateway.Admission;

/// <summary>
/// How admission writes down what is of people: counts under keyed hashes, records and lists sealed where messages are. A rotation
/// of the key starts the counts anew.
/// </summary>
internal sealed class AdmissionSeal(MessageEncryption? encryption)
{
    private const string Label = "admission";

    private readonly Lock _lock = new();
    private volatile AdmissionPen _pen = new(new byte[AdmissionHash.KeyBytes], null, null);

    /// <exception cref="StoreUnavailableException">The key cannot be had now.</exception>
    public ValueTask<AdmissionPen> PenAsync(CancellationToken cancellationToken) =>
        encryption is not { IsOn: true } ? ValueTask.FromResult(_pen) : SealingPenAsync(encryption, cancellationToken);

    /// <returns>Null when it was sealed with a key that nobody has any more, or was changed.</returns>
    /// <exception cref="StoreUnavailableException">The key cannot be had now.</exception>
    public async ValueTask<OpenedRecord?> OpenAsync(ReadOnlyMemory<byte> written, CancellationToken cancellationToken)
    {
        var isOn = encryption is { IsOn: true };
        if (!AdmissionPen.IsSealed(written.Span))
        {
            return new OpenedRecord(written, !isOn);
        }

        if (encryption is null)
        {
            return null;
        }

        try
        {
            var record = written[1..];
            var keyId = MessageCipher.KeyIdOf(record.Span);
            return
                await encryption.FindAsync(keyId, cancellationToken) is { } cipher
                && cipher.Open(record.Span, Label) is { } opened
                ? new OpenedRecord(opened, keyId == cipher.KeyId)
                : null;
        }
        catch (SecretUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    private async ValueTask<AdmissionPen> SealingPenAsync(
        MessageEncryption sealing,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var cipher = await sealing.CipherAsync(cancellationToken);
            if (_pen is { } known && known.Cipher == cipher)
            {
                return known;
            }

            lock (_lock)
            {
                return _pen.Cipher == cipher
                    ? _pen
                    : _pen = new AdmissionPen(cipher.DeriveKey(Label), cipher.DeriveFormerKey(Label), cipher);
            }
        }
        catch (SecretUnavailableException e)
        {
            throw new StoreUnavailableException($"The message cannot be counted. {e.Message}", e);
        }
    }

    /// <param name="hashKey">Of the counts.</param>
    /// <param name="formerKey">Of those before the key was rotated, if it was.</param>
    /// <param name="cipher">Null: nothing is sealed.</param>
    internal sealed class AdmissionPen(byte[] hashKey, byte[]? formerKey, MessageCipher? cipher)
    {
        /// <summary>Stands before what is sealed. No record begins so: they are texts.</summary>
        private const byte Sealed = 1;

        public AdmissionHash Hash { get; } = new(hashKey);

        public MessageCipher? Cipher => cipher;

        /// <summary>All that may be written for this number.</summary>
        public ulong[] AllOf(PhoneNumber number) =>
            formerKey is null ? [Hash.Of(number)] : [Hash.Of(number), new AdmissionHash(formerKey).Of(number)];

        public static bool IsSealed(ReadOnlySpan<byte> written) => written.Length > 0 && written[0] == Sealed;

        /// <summary>As it is written down.</summary>
        public byte[] Write(ReadOnlySpan<byte> record) =>
            cipher is null ? record.ToArray() : [Sealed, .. cipher.Seal(record, Label)];
    }
}

/// <param name="Record">As it was before it was written down.</param>
/// <param name="IsCurrent">Whether it lies as it would be written now; otherwise a rotation more may lose it.</param>
internal readonly record struct OpenedRecord(ReadOnlyMemory<byte> Record, bool IsCurrent);
