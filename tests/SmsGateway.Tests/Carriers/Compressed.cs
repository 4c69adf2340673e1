using System.IO.Compression;

namespace SmsGateway.Tests.Carriers;

/// <summary>Bodies as proxies compress them.</summary>
internal static class Compressed
{
    /// <param name="encodings">As in <c>Content-Encoding</c>; <c>deflate-bare</c> is what some take for <c>deflate</c>.</param>
    /// <param name="body">The plain bytes.</param>
    public static byte[] As(string encodings, byte[] body) =>
        encodings
            .Split(',', StringSplitOptions.TrimEntries)
            .Aggregate(body, (bytes, encoding) => Once(encoding, bytes));

    private static byte[] Once(string encoding, byte[] body)
    {
        using var output = new MemoryStream();
        using (
            Stream stream = encoding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(output, CompressionLevel.Optimal),
                "deflate" => new ZLibStream(output, CompressionLevel.Optimal),
                "deflate-bare" => new DeflateStream(output, CompressionLevel.Optimal),
                "br" => new BrotliStream(output, CompressionLevel.Optimal),
                _ => new BufferedStream(output),
            }
        )
        {
            stream.Write(body);
        }

        return output.ToArray();
    }
}
