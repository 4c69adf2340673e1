using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsGateway.Messages;

namespace SmsGateway.Encryption;

/// <summary>
/// Puts what of an envelope nobody but the gateway may read into <see cref="EnvelopeWire.Sealed"/>, and takes it out again. Inside
/// there are two parts: a line of JSON with all that is short, and then the text as it is, because in JSON it can take six bytes for
/// a character, and in base64 a third more.
/// </summary>
internal static class EnvelopeSeal
{
    private const string Purpose = "envelope";

    private const byte LineEnd = (byte)'\n';

    private static readonly SealedPartJson Json = new(
        new JsonSerializerOptions(SealedPartJson.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    public static void Close(EnvelopeWire envelope, MessageCipher cipher)
    {
        var part = new SealedPart
        {
            Recipient = envelope.Recipient,
            Code = envelope.Code,
            Context = envelope.Context,
        };
        var line = JsonSerializer.SerializeToUtf8Bytes(part, Json.SealedPart);
        var body = envelope.Body ?? "";
        var length = line.Length + 1 + Encoding.UTF8.GetByteCount(body);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var plain = rented.AsSpan(0, length);
        try
        {
            line.CopyTo(plain);
            plain[line.Length] = LineEnd;
            Encoding.UTF8.GetBytes(body, plain[(line.Length + 1)..]);
            var sealedText = new byte[length + MessageKey.Overhead];
            cipher.SealText(plain, Purpose, envelope.Id!, sealedText);
            (envelope.Sealed, envelope.Key) = (sealedText, cipher.KeyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(rented);
        }

        (envelope.Recipient, envelope.Body, envelope.Code, envelope.Context) = (null, null, null, null);
    }

    /// <param name="envelope">A sealed one, whose key the cipher has.</param>
    /// <returns>False when what is sealed was changed, or belongs to another message; the envelope is as it was.</returns>
    public static bool TryOpen(EnvelopeWire envelope, MessageCipher cipher)
    {
        var sealedText = envelope.Sealed!;
        var length = Math.Max(0, sealedText.Length - MessageKey.Overhead);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var plain = rented.AsSpan(0, length);
        try
        {
            if (
                !cipher.TryOpenText(envelope.Key!, sealedText, Purpose, envelope.Id!, plain)
                || plain.IndexOf(LineEnd) is not (>= 0 and var end)
                || JsonSerializer.Deserialize(plain[..end], Json.SealedPart) is not { } part
            )
            {
                return false;
            }

            (envelope.Recipient, envelope.Code, envelope.Context) = (part.Recipient, part.Code, part.Context);
            envelope.Body = Encoding.UTF8.GetString(plain[(end + 1)..]);
            (envelope.Sealed, envelope.Key) = (null, null);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

/// <summary>The sealed part of an envelope, without the text. As with the envelope, unknown fields are accepted.</summary>
internal sealed class SealedPart
{
    public string? Recipient { get; set; }

    public string? Code { get; set; }

    public RequestContext? Context { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SealedPart))]
internal sealed partial class SealedPartJson : JsonSerializerContext;
