using System.Globalization;
using System.Text;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Abuse;

/// <summary>Whom the forgeries imitate, and the good request from which they depart.</summary>
internal sealed class AbuseTarget(Caller caller, string authority)
{
    public const string Recipient = "+61491570156";

    public const string Text = "Your verification code is 735182";

    /// <summary>Another text, because the same one again is the same message.</summary>
    public const string OtherGoodBody =
        $$"""{"recipient":"{{Recipient}}","body":"{{Text}} again","sender":"+15005550006"}""";

    public const string GoodBody = $$"""{"recipient":"{{Recipient}}","body":"{{Text}}","sender":"+15005550006"}""";

    public Caller Caller => caller;

    public string GoodToken { get; } = caller.Token();

    /// <summary>A whole request with one Authorization header.</summary>
    public byte[] Request(string authorization, string body) =>
        Request($"Authorization: {authorization}\r\n", Encoding.UTF8.GetBytes(body));

    /// <param name="headers">Each with its line end.</param>
    /// <param name="body">Sent with its true length.</param>
    public byte[] Request(string headers, byte[] body) =>
        [.. Raw(string.Create(CultureInfo.InvariantCulture, $"{headers}Content-Length: {body.Length}\r\n")), .. body];

    /// <summary>Request line, host, the given header lines and the empty line.</summary>
    public byte[] Raw(string headers, string line = "POST /api/sms HTTP/1.1") =>
        Encoding.Latin1.GetBytes($"{line}\r\nHost: {authority}\r\nContent-Type: application/json\r\n{headers}\r\n");

    public byte[] WithGoodToken(string body) => WithGoodToken(Encoding.UTF8.GetBytes(body));

    public byte[] WithGoodToken(byte[] body) => Request($"Authorization: Bearer {GoodToken}\r\n", body);
}
