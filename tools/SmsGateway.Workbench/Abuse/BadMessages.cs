using System.Globalization;
using System.Text;

namespace SmsGateway.Workbench.Abuse;

/// <summary>A good token over every kind of message that must not be taken.</summary>
internal sealed class BadMessages(AbuseTarget target, Random random)
{
    private const string Good = AbuseTarget.GoodBody;

    /// <summary>The good message without its closing brace.</summary>
    private const string Open = $$"""{"recipient":"{{AbuseTarget.Recipient}}","body":"{{AbuseTarget.Text}}" """;

    public AbuseCase Next() =>
        random.Next(10) switch
        {
            0 => Json("deep JSON", Deep()),
            1 => Json("broken JSON", Good[..random.Next(Good.Length)]),
            2 => Json("broken JSON", Broken()),
            3 => Json("wrong type", WrongType()),
            4 => Json(
                "field missing",
                Pick(
                    "{}",
                    "{\"recipient\":\"+61491570156\"}",
                    "{\"body\":\"x\"}",
                    "{\"recipient\":\"\",\"body\":\"\"}",
                    "{\"Recipient\":\"+61491570156\",\"Body\":\"x\"}"
                )
            ),
            5 => Json("wrong value", WrongValue()),
            6 => new AbuseCase("bad UTF-8", target.WithGoodToken(BadUtf8())),
            7 => Json(
                "no object",
                Pick("null", "true", "17", "\"text\"", "[]", $"[{Good}]", $"{Good}{Good}", $"{Good}x")
            ),
            8 => Json("field twice", $"{Open},\"recipient\":\"+15005550006\"}}"),
            _ => new AbuseCase("oversize", target.WithGoodToken(Huge())),
        };

    private AbuseCase Json(string kind, string body) => new(kind, target.WithGoodToken(body));

    private string Deep()
    {
        var depth = random.Next(40, 7000);
        return random.Next(3) switch
        {
            0 => new string('[', depth),
            1 => $"{{\"recipient\":{new string('[', depth)}{new string(']', depth)},\"body\":\"x\"}}",
            _ => string.Concat(Enumerable.Repeat("{\"a\":", Math.Min(depth, 2000)))
                + "1"
                + new string('}', Math.Min(depth, 2000)),
        };
    }

    private string Broken() =>
        random.Next(7) switch
        {
            0 => "",
            1 => $"{Open},}}",
            2 => Good.Replace('"', '\''),
            3 => Good.Replace(":", "=", StringComparison.Ordinal),
            4 => $"// comment\n{Good}",
            5 => "recipient=%2B61491570156&body=x",
            _ => $"{Open},\"x\":{Pick("NaN", "01", "1e", "-", "tru", "\"\\x\"", "\"\\ud83\"")}}}",
        };

    private string WrongType()
    {
        var value = Pick("17", "-1e400", "true", "[]", "{}", "[\"+61491570156\"]", "{\"value\":\"+61491570156\"}");
        return random.Next(2) == 0
            ? $"{{\"recipient\":{value},\"body\":\"{AbuseTarget.Text}\"}}"
            : $"{{\"recipient\":\"{AbuseTarget.Recipient}\",\"body\":{value}}}";
    }

    private string WrongValue() =>
        random.Next(5) switch
        {
            0 =>
                $"{{\"recipient\":\"{Pick("61491570156", "+0491570156", "+", "+12345", "+1234567890123456", "+6149157O156", "+٦١٤٩١٥٧٠١٥٦", "tel:+61491570156", "+61491570156;+15005550006", "' OR 1=1 --")}\",\"body\":\"x\"}}",
            1 =>
                $"{{\"recipient\":\"{AbuseTarget.Recipient}\",\"body\":\"{new string('x', random.Next(1601, 8000))}\"}}",
            2 =>
                $"{Open},\"sender\":\"{Pick("TwelveLetters", "<script>", "1.2", "+", "12#4", "\\u0000\\u0000\\u0000")}\"}}",
            3 => $"{Open},\"channel\":\"{Pick("pigeon", "SMS ", "mms", "email")}\"}}",
            _ => $"{{\"recipient\":\"{AbuseTarget.Recipient}\",\"body\":\"{Pick("", " ", "\\t\\n")}\"}}",
        };

    private byte[] BadUtf8()
    {
        byte[] bad = random.Next(5) switch
        {
            0 => [0xFF],
            1 => [0xC0, 0xAF],
            2 => [0xED, 0xA0, 0x80],
            3 => [0xF8, 0x88, 0x80, 0x80, 0x80],
            _ => [0xE2, 0x82],
        };
        var field = Pick("recipient", "body", "sender", "channel");
        var start = field switch
        {
            "recipient" => """{"body":"x","recipient":"+6149157015""",
            "body" => """{"recipient":"+61491570156","body":"x""",
            _ => $"{Open},\"{field}\":\"",
        };
        return [.. Encoding.UTF8.GetBytes(start), .. bad, .. "\"}"u8];
    }

    /// <summary>Mostly just over the limit of 16 KiB, now and then a lot.</summary>
    private byte[] Huge()
    {
        var size = random.Next(50) == 0 ? 1024 * 1024 : random.Next((16 * 1024) + 1, 40 * 1024);
        var body = new byte[size];
        Array.Fill(body, (byte)' ');
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Good[..^1]},\"x\":\"")).CopyTo(body, 0);
        "\"}"u8.CopyTo(body.AsSpan(size - 2));
        return body;
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
}
