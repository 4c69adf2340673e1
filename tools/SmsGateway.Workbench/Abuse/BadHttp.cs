using System.Text;

namespace SmsGateway.Workbench.Abuse;

/// <summary>What is no request, or one that breaks off or lies about its length; all with the good token where there is one.</summary>
internal sealed class BadHttp(AbuseTarget target, Random random)
{
    private string Token => $"Authorization: Bearer {target.GoodToken}\r\n";

    public AbuseCase Next() =>
        random.Next(9) switch
        {
            0 => new AbuseCase("other method or path", Other()),
            1 => Ends(
                "body breaks off",
                [.. target.Raw($"{Token}Content-Length: 500\r\n"), .. Encoding.UTF8.GetBytes(AbuseTarget.GoodBody)]
            ),
            2 => Ends(
                "bad Content-Length",
                [
                    .. target.Raw(
                        $"{Token}Content-Length: {Pick("-1", "abc", "18446744073709551616", "0x10", "")}\r\n"
                    ),
                    .. Encoding.UTF8.GetBytes(AbuseTarget.GoodBody),
                ]
            ),
            3 => Ends(
                "several lengths",
                [
                    .. target.Raw($"{Token}Content-Length: 5\r\nContent-Length: 88\r\n"),
                    .. Encoding.UTF8.GetBytes(AbuseTarget.GoodBody),
                ]
            ),
            4 => Ends(
                "bad chunks",
                [
                    .. target.Raw(
                        $"{Token}Transfer-Encoding: {Pick("chunked", "gzip, chunked", "chunked, chunked")}\r\n"
                    ),
                    .. Chunks(),
                ]
            ),
            5 => Ends("bad header", target.Raw(Token + BadHeader())),
            6 => Ends(
                "huge headers",
                target.Raw(Token + $"X-Padding: {new string('x', random.Next(33, 60) * 1024)}\r\n")
            ),
            7 => Ends("bad request line", target.Raw(Token, Line())),
            _ => Ends("no HTTP", Garbage()),
        };

    private static AbuseCase Ends(string kind, byte[] bytes) => new(kind, bytes, EndsConnection: true);

    private byte[] Other()
    {
        var line = Pick(
            "GET /api/sms",
            "PUT /api/sms",
            "DELETE /api/sms",
            "POST /api/sms/",
            "POST /api//sms",
            "POST /",
            "POST /api/sms.php",
            "GET /api/dead-letters",
            "GET /api/dead-letters/1",
            "DELETE /api/dead-letters/1",
            "POST /api/dead-letters/1/replay",
            "PUT /api/admission/blocks",
            "GET /../../etc/passwd",
            "OPTIONS /api/sms"
        );
        // An exact path with another method, or no such path; a trailing slash is the same path and gets no token.
        return target.Raw("Content-Length: 0\r\n", $"{line} HTTP/1.1");
    }

    private byte[] Chunks() =>
        Encoding.UTF8.GetBytes(
            Pick(
                $"{AbuseTarget.GoodBody.Length + 40:x}\r\n{AbuseTarget.GoodBody}\r\n0\r\n\r\n",
                $"zz\r\n{AbuseTarget.GoodBody}\r\n0\r\n\r\n",
                $"-1\r\n{AbuseTarget.GoodBody}\r\n0\r\n\r\n",
                $"ffffffffffffffff\r\n{AbuseTarget.GoodBody}\r\n0\r\n\r\n",
                $"{AbuseTarget.GoodBody.Length:x}\r\n{AbuseTarget.GoodBody}",
                $"5\r\n{AbuseTarget.GoodBody}\r\n0\r\n\r\n"
            )
        );

    private string BadHeader() =>
        Pick(
            "no colon here\r\n",
            ": no name\r\n",
            "Bad Name: x\r\n",
            "X-Nul: a\0b\r\n",
            "X-Folded: a\r\n b\r\n",
            string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: x\r\n")),
            "Host: second.example\r\n"
        );

    private string Line() =>
        Pick(
            "POST  /api/sms HTTP/1.1",
            "POST /api/sms",
            "POST /api/sms HTTP/x",
            "P\0ST /api/sms HTTP/1.1",
            "POST /api/%zz\0 HTTP/1.1",
            $"POST /{new string('a', 9 * 1024)} HTTP/1.1",
            "<<<>>>"
        );

    private byte[] Garbage()
    {
        var bytes = new byte[random.Next(1, 4096)];
        random.NextBytes(bytes);
        // Some of it begins like a TLS greeting.
        return random.Next(2) == 0 ? [0x16, 0x03, 0x01, .. bytes] : bytes;
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
}
