using SmsGateway.Encryption;
using SmsGateway.Queue;
using SmsGateway.Secrets;

namespace SmsGateway.Admission;

/// <summary>
/// How admission writes down what is of people: counts under keyed hashes, records and lists sealed where messages are. A rotation
/// of the key starts the counts anew.
/// </summary>
internal sealed class AdmissionSeal(MessageEncryption? encryption) : IDisposable
{
    private const string Label = "admission";

    private readonly Lock _lock = new();
    private volatile AdmissionPen _pen = new(new byte[AdmissionHash.KeyBytes], null);

    /// <exception cref="StoreUnavailableException">The key cannot be had now.</exception>
    public ValueTask<AdmissionPen> PenAsync(CancellationToken cancellationToken) =>
        encryption is not { IsOn: true } ? ValueTask.FromResult(_pen) : SealingPenAsync(encryption, cancellationToken);

    /// <returns>Null when it was sealed with a key that nobody has any more, or was changed.</returns>
    /// <exception cref="StoreUnavailableException">The key cannot be had now.</exception>
    public async ValueTask<byte[]?> OpenAsync(ReadOnlyMemory<byte> written, CancellationToken cancellationToken)
    {
        if (AdmissionPen.IsPlain(written.Span))
        {
            return written[1..].ToArray();
        }

        if (encryption is null || written.Length == 0)
        {
            return null;
        }

        try
        {
            var record = written[1..];
            return await encryption.FindAsync(MessageCipher.KeyIdOf(record.Span), cancellationToken) is { } cipher
                ? cipher.Open(record.Span, Label)
                : null;
        }
        catch (SecretUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    public void Dispose() => _pen.Hash.Dispose();

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
                // The one before is left to the collector: a request may be at work with it.
                return _pen.Cipher == cipher ? _pen : _pen = new AdmissionPen(cipher.DeriveKey(Label), cipher);
            }
        }
        catch (SecretUnavailableException e)
        {
            throw new StoreUnavailableException($"The message cannot be counted. {e.Message}", e);
        }
    }

    /// <param name="hashKey">Of the counts.</param>
    /// <param name="cipher">Null: nothing is sealed.</param>
    internal sealed class AdmissionPen(ReadOnlyMemory<byte> hashKey, MessageCipher? cipher)
    {
        private const byte Plain = 0;
        private const byte Sealed = 1;

        public AdmissionHash Hash { get; } = new(hashKey);

        public MessageCipher? Cipher => cipher;

        public static bool IsPlain(ReadOnlySpan<byte> written) => written.Length > 0 && written[0] == Plain;

        /// <summary>As it is written down.</summary>
        public byte[] Write(ReadOnlySpan<byte> record) =>
            cipher is null ? [Plain, .. record] : [Sealed, .. cipher.Seal(record, Label)];
    }
}
