using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SmsGateway.Testing;

/// <summary>
/// One prebuilt request in which only digits change: the recipient's last five, and the code's ten. What the marks are is
/// known, so that any trace of them in a log can be found.
/// </summary>
internal sealed class RequestTemplate
{
    /// <summary>Begins every recipient of a load.</summary>
    public const string RecipientMark = "+614970";

    /// <summary>Begins every code of a load; not hexadecimal, so no id contains it.</summary>
    public const string CodeMark = "ZQ73";

    /// <summary>More messages than one load sends; the ten digits hold a hundred such blocks. The first is for single messages.</summary>
    private const long Block = 100_000_000;

    private const string Recipient = RecipientMark + "00000";

    /// <summary>One of Twilio's test numbers: invalid, rejected for good.</summary>
    private const string Magic = "+15005550001";

    private static long _blocks;
    private static long _singles;

    private readonly byte[] _bytes;
    private readonly int _recipientAt;
    private readonly int _codeAt;

    public RequestTemplate(Uri address, string token)
    {
        var body = Message(0);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/sms HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: Auth0\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"
        );
        _bytes = Encoding.ASCII.GetBytes(head + body);
        _recipientAt = head.Length + body.IndexOf(Recipient, StringComparison.Ordinal);
        _codeAt = head.Length + body.IndexOf(CodeMark, StringComparison.Ordinal) + CodeMark.Length;
    }

    /// <summary>The first number of messages that no other load of this process sends.</summary>
    public static long NewBlock() => Interlocked.Increment(ref _blocks) * Block;

    /// <summary>A message unlike any other of this process.</summary>
    public static string NewMessage() => Message(Interlocked.Increment(ref _singles));

    private static string Message(long number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"recipient":"{{Recipient}}","body":"Your verification code is {{CodeMark}}{{number:D10}}","sender":"+15005550006"}"""
        );

    /// <param name="number">Makes the message unlike any other.</param>
    /// <param name="isMagic">Whether it goes to the invalid number.</param>
    public ReadOnlyMemory<byte> Next(long number, bool isMagic)
    {
        if (isMagic)
        {
            Encoding.ASCII.GetBytes(Magic, _bytes.AsSpan(_recipientAt));
        }
        else
        {
            Encoding.ASCII.GetBytes(RecipientMark, _bytes.AsSpan(_recipientAt));
            Utf8Formatter.TryFormat(
                number % 100_000,
                _bytes.AsSpan(_recipientAt + RecipientMark.Length),
                out _,
                new('D', 5)
            );
        }

        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_codeAt), out _, new('D', 10));
        return _bytes;
    }
}
