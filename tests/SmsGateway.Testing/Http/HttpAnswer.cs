using System.Buffers.Text;

namespace SmsGateway.Testing;

/// <summary>Just enough of HTTP/1.1 to tell where one answer ends and the next begins, at little cost.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Head">Length of status line and headers.</param>
/// <param name="Length">Length of the whole answer.</param>
/// <param name="Closes">Whether the server closes the connection after it.</param>
internal readonly record struct HttpAnswer(int Status, int Head, int Length, bool Closes)
{
    /// <returns>False when the answer is not complete yet.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out HttpAnswer answer)
    {
        answer = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = bytes[..(end + 2)];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
        {
            throw new FormatException("This is no HTTP/1.1 answer.");
        }

        var start = end + 4;
        int length;
        if (head.IndexOf("\r\nContent-Length: "u8) is >= 0 and var at)
        {
            length = Utf8Parser.TryParse(head[(at + 18)..], out int declared, out _) ? declared : 0;
        }
        else if (head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0)
        {
            length = ChunkedLength(bytes[start..]);
        }
        else
        {
            length = 0;
        }

        if (length < 0 || bytes.Length < start + length)
        {
            return false;
        }

        answer = new HttpAnswer(status, start, start + length, head.IndexOf("\r\nConnection: close\r\n"u8) >= 0);
        return true;
    }

    /// <summary>The value of "id" in the body, or nothing.</summary>
    public ReadOnlySpan<byte> Id(ReadOnlySpan<byte> bytes)
    {
        var body = bytes[Head..Length];
        var at = body.IndexOf("\"id\":\""u8);
        if (at < 0)
        {
            return [];
        }

        var value = body[(at + 6)..];
        return value[..Math.Max(0, value.IndexOf((byte)'"'))];
    }

    /// <returns>-1 when the last chunk is not there yet.</returns>
    private static int ChunkedLength(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (true)
        {
            var line = body[at..].IndexOf("\r\n"u8);
            if (line < 0 || !Utf8Parser.TryParse(body.Slice(at, line), out int size, out _, 'x'))
            {
                return -1;
            }

            at += line + 2 + size + 2;
            if (at > body.Length)
            {
                return -1;
            }

            if (size == 0)
            {
                return at;
            }
        }
    }
}
