using System.Text;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Secrets;

namespace SmsGateway.DeadLetters;

/// <summary>The way of every dead letter into a store and out of it, as <see cref="EnvelopeCodec"/> is for envelopes.</summary>
public sealed class DeadLetterCodec(MessageEncryption encryption, EnvelopeCodec envelopes)
{
    private const string Purpose = "raw";

    /// <summary>A message that nobody could open is recorded as it is, so that needs no key.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be sealed, and so is not to be stored.</exception>
    public async ValueTask<byte[]> WriteAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        if (!encryption.IsOn || deadLetter is { Envelope: null, Raw: null })
        {
            return DeadLetterSerializer.Serialize(deadLetter);
        }

        try
        {
            var cipher = await encryption.CipherAsync(cancellationToken);
            var wire = DeadLetterSerializer.ToWire(deadLetter, reveal: true);
            if (deadLetter.Envelope is not null)
            {
                cipher.SealEnvelope(wire.Envelope!);
            }

            if (wire.Raw is { } raw)
            {
                wire.SealedRaw = cipher.Seal(Encoding.UTF8.GetBytes(raw), Purpose, wire.Id!);
                wire.Raw = null;
            }

            return DeadLetterSerializer.Serialize(wire);
        }
        catch (SecretUnavailableException e)
        {
            throw new StoreUnavailableException($"The dead letter cannot be sealed. {e.Message}", e);
        }
    }

    /// <summary>What cannot be opened, or not now, is shown without the message, and with the reason.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no dead letter.</exception>
    public async ValueTask<DeadLetter> ReadAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var wire = DeadLetterSerializer.Parse(utf8.Span);
        var deadLetter = DeadLetterSerializer.FromWire(wire);
        if (deadLetter.Sealed is { } envelope)
        {
            deadLetter = await OpenAsync(deadLetter, envelope, cancellationToken);
        }

        return wire.SealedRaw is { } raw ? await OpenAsync(deadLetter, raw, cancellationToken) : deadLetter;
    }

    private async ValueTask<DeadLetter> OpenAsync(
        DeadLetter deadLetter,
        SealedEnvelope envelope,
        CancellationToken cancellationToken
    )
    {
        var key = envelope.Key;
        try
        {
            return await envelopes.OpenAsync(envelope, cancellationToken) switch
            {
                EnvelopeResult.Readable(var opened) => deadLetter with
                {
                    Envelope = opened,
                    Sealed = null,
                    // It died of its key: whoever gave that back is told that it is the right one.
                    Detail =
                        deadLetter.Reason == DeadLetterReason.Unreadable
                            ? $"sealed with key {key}, which this gateway has again: it can be replayed"
                            : deadLetter.Detail,
                },
                EnvelopeResult.Sealed(_, var why) => Closed(deadLetter, why),
                EnvelopeResult.Unreadable(var why) => Closed(deadLetter, why),
                _ => deadLetter,
            };
        }
        catch (SecretUnavailableException e)
        {
            return Closed(deadLetter, NotNow(key, e));
        }
    }

    private async ValueTask<DeadLetter> OpenAsync(
        DeadLetter deadLetter,
        byte[] raw,
        CancellationToken cancellationToken
    )
    {
        var key = MessageCipher.KeyIdOf(raw);
        string why;
        try
        {
            if (await encryption.FindAsync(key, cancellationToken) is not { } cipher)
            {
                why = encryption.Lost(key);
            }
            else if (cipher.Open(raw, Purpose, deadLetter.Id.ToString()) is { } text)
            {
                return deadLetter with { Raw = new Sensitive(Encoding.UTF8.GetString(text)) };
            }
            else
            {
                why = $"sealed with key {key}, and changed since";
            }
        }
        catch (SecretUnavailableException e)
        {
            why = NotNow(key, e);
        }

        return deadLetter with
        {
            Detail = $"{deadLetter.Detail}; its text is {why}",
        };
    }

    /// <summary>What a record of an unopened message says is why; of any other it is said besides.</summary>
    private static DeadLetter Closed(DeadLetter deadLetter, string? why) =>
        deadLetter with
        {
            Detail =
                deadLetter.Detail is null || deadLetter.Reason == DeadLetterReason.Unreadable
                    ? why
                    : $"{deadLetter.Detail}; {why}",
        };

    private static string NotNow(string key, SecretUnavailableException why) =>
        $"sealed with key {key}, which cannot be had now: {why.Message}";
}
