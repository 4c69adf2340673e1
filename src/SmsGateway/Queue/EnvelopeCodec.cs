using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Queue;

/// <summary>The way of every envelope into a store and out of it: sealed when there is a key, and as it is when there is none.</summary>
public sealed class EnvelopeCodec(MessageEncryption encryption)
{
    /// <returns>At most <see cref="EnvelopeSerializer.MaxBytes"/>, for whatever was accepted.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be sealed, and so is not to be stored.</exception>
    public async ValueTask<byte[]> WriteAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (!encryption.IsOn)
        {
            return EnvelopeSerializer.Serialize(envelope);
        }

        try
        {
            var cipher = await encryption.CipherAsync(cancellationToken);
            return EnvelopeSerializer.Serialize(envelope, cipher.SealEnvelope);
        }
        catch (SecretUnavailableException e)
        {
            throw new StoreUnavailableException($"The message cannot be sealed. {e.Message}", e);
        }
    }

    /// <summary>Reads what was stored, sealed or not.</summary>
    /// <returns><see cref="EnvelopeResult.Sealed"/> when its key is lost.</returns>
    /// <exception cref="SecretUnavailableException">The key cannot be had now: nothing is known of the message yet.</exception>
    public ValueTask<EnvelopeResult> ReadAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var result = EnvelopeSerializer.Deserialize(utf8.Span);
        return result is EnvelopeResult.Sealed(var envelope, _)
            ? OpenAsync(envelope, cancellationToken)
            : ValueTask.FromResult(result);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public async ValueTask<EnvelopeResult> OpenAsync(SealedEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (await encryption.FindAsync(envelope.Key, cancellationToken) is not { } cipher)
        {
            return new EnvelopeResult.Sealed(envelope, encryption.Lost(envelope.Key));
        }

        var key = envelope.Key;
        return EnvelopeSeal.TryOpen(envelope.Wire, cipher)
            ? EnvelopeSerializer.FromWire(envelope.Wire)
            : new EnvelopeResult.Unreadable($"sealed with key {key}, and changed since, or taken from another message");
    }
}
