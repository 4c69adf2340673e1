using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace SmsGateway.Carriers.Http;

/// <summary>
/// The body of a carrier's answer as the carrier wrote it. Nobody asks for compression, but proxies on the way compress all the
/// same, leave the header when they have undone it, or set a byte order mark before the JSON. What cannot be undone is handed on
/// as it came, and is then no JSON: an exception here would send a code again that was taken.
/// </summary>
internal static class AnswerBody
{
    /// <summary>More layers than anybody adds.</summary>
    private const int MaxLayers = 4;

    /// <param name="body">As received.</param>
    /// <param name="encodings">The values of <c>Content-Encoding</c>, in the order in which they were applied.</param>
    /// <param name="maxBytes">A longer body is not read: the answer is empty then.</param>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body, IEnumerable<string> encodings, int maxBytes)
    {
        foreach (var encoding in encodings.Reverse().Take(MaxLayers))
        {
            if (IsJson(WithoutMark(body)) || Decompress(body, encoding, maxBytes) is not { } plain)
            {
                break;
            }

            body = plain;
        }

        // A proxy that compresses may also lose the header; no JSON begins like this.
        return WithoutMark(body.Span is [0x1F, 0x8B, ..] ? Decompress(body, "gzip", maxBytes) ?? body : body);
    }

    /// <returns>Null when it is not compressed in this way.</returns>
    private static ReadOnlyMemory<byte>? Decompress(ReadOnlyMemory<byte> body, string encoding, int maxBytes) =>
        encoding.Trim().ToLowerInvariant() switch
        {
            "identity" => body,
            "gzip" or "x-gzip" => Read(body, input => new GZipStream(input, CompressionMode.Decompress), maxBytes),
            // Meant is zlib's format (RFC 9110, 8.4.1.2), and the bare one is what some send.
            "deflate" => Read(body, input => new ZLibStream(input, CompressionMode.Decompress), maxBytes)
                ?? Read(body, input => new DeflateStream(input, CompressionMode.Decompress), maxBytes),
            "br" => Read(body, input => new BrotliStream(input, CompressionMode.Decompress), maxBytes),
            _ => null,
        };

    private static ReadOnlyMemory<byte>? Read(ReadOnlyMemory<byte> body, Func<Stream, Stream> open, int maxBytes)
    {
        try
        {
            using var stream = open(new MemoryStream(body.ToArray()));
            var buffer = new byte[maxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > maxBytes ? ReadOnlyMemory<byte>.Empty
                : length == 0 && !body.IsEmpty ? null
                : buffer.AsMemory(0, length);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>Of what is not compressed, brotli and bare deflate sometimes make something all the same.</summary>
    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => body[3..],
            [0xFF, 0xFE, ..] => InUtf8(body[2..], Encoding.Unicode),
            [0xFE, 0xFF, ..] => InUtf8(body[2..], Encoding.BigEndianUnicode),
            _ => body,
        };

    private static byte[] InUtf8(ReadOnlyMemory<byte> body, Encoding encoding) =>
        Encoding.Convert(encoding, Encoding.UTF8, body.ToArray());
}
