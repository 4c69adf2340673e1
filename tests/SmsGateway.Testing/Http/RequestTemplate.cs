using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SmsGateway.Testing;

/// <summary>
/// One prebuilt request in which only digits change: the recipient's, the code's ten, and, where they are asked for, those of who
/// asked. What the marks are is known, so that any trace of them in a log can be found.
/// </summary>
internal sealed class RequestTemplate
{
    /// <summary>Begins every recipient of a single message; five digits follow.</summary>
    public const string RecipientMark = "+614970";

    /// <summary>
    /// Begin the recipients of a load, in turn, eight digits following: five regions of 10,000 number blocks each, so that no limit
    /// on numbers, blocks or regions is met by chance. Calling codes of one region and mobile numbers all, of equal length.
    /// </summary>
    public static readonly IReadOnlyList<string> LoadMarks = ["+49151", "+55119", "+86138", "+62812", "+23481"];

    /// <summary>Begins every code of a load; not hexadecimal, so no id contains it.</summary>
    public const string CodeMark = "ZQ73";

    /// <summary>
    /// More messages than one load sends. A hundred loads of a run have recipients of their own, and the ten digits hold two thousand
    /// such blocks. The first is for single messages.
    /// </summary>
    private const long Block = 5_000_000;

    private const int Subscribers = 100_000_000;

    /// <summary>Odd and no multiple of five, so that it leads consecutive numbers through all subscribers, far from each other.</summary>
    private const long Stride = 61_803_399;

    /// <summary>One of Twilio's test numbers: invalid, rejected for good. The spaces are those of JSON, for the length of the others.</summary>
    private const string Magic = "+15005550001\"  ";

    /// <summary>Of documents, RFC 3849; with eight digits more it is the network of one user.</summary>
    private const string IpMark = "2001:db8:";

    private const string UserMark = "auth0|load";

    private static long _blocks;
    private static long _singles;

    private readonly byte[] _bytes;
    private readonly int _recipientAt;
    private readonly int _codeAt;
    private readonly int _ipAt;
    private readonly int _userAt;

    /// <param name="address">The gateway's.</param>
    /// <param name="token">Of one caller.</param>
    /// <param name="tellsWho">Whether the messages tell the address and the id of who asked, many different ones.</param>
    public RequestTemplate(Uri address, string token, bool tellsWho = false)
    {
        var recipient = LoadMarks[0] + "00000000";
        var body = Message(
            recipient,
            0,
            tellsWho ? $$""","userId":"{{UserMark}}0000000000","req":{"ip":"{{IpMark}}0000:0000::1"}""" : ""
        );
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/sms HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: Auth0\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"
        );
        _bytes = Encoding.ASCII.GetBytes(head + body);
        _recipientAt = head.Length + body.IndexOf(recipient, StringComparison.Ordinal);
        _codeAt = head.Length + body.IndexOf(CodeMark, StringComparison.Ordinal) + CodeMark.Length;
        if (tellsWho)
        {
            _ipAt = head.Length + body.IndexOf(IpMark, StringComparison.Ordinal) + IpMark.Length;
            _userAt = head.Length + body.IndexOf(UserMark, StringComparison.Ordinal) + UserMark.Length;
        }
    }

    /// <summary>The first number of messages that no other load of this process sends.</summary>
    public static long NewBlock() => Interlocked.Increment(ref _blocks) * Block;

    /// <summary>A message unlike any other of this process, to a number of its own.</summary>
    public static string NewMessage()
    {
        var number = Interlocked.Increment(ref _singles);
        return Message(
            string.Create(CultureInfo.InvariantCulture, $"{RecipientMark}{number % 100_000:D5}"),
            number,
            ""
        );
    }

    /// <param name="number">Makes the message unlike any other, and so its recipient, of 500 million in a row.</param>
    /// <param name="isMagic">Whether it goes to the invalid number.</param>
    public ReadOnlyMemory<byte> Next(long number, bool isMagic)
    {
        if (isMagic)
        {
            Encoding.ASCII.GetBytes(Magic, _bytes.AsSpan(_recipientAt));
        }
        else
        {
            var mark = LoadMarks[(int)(number % LoadMarks.Count)];
            Encoding.ASCII.GetBytes(mark, _bytes.AsSpan(_recipientAt));
            var at = _recipientAt + mark.Length;
            Format(number / LoadMarks.Count % Subscribers * Stride % Subscribers, at, 8);
            _bytes[at + 8] = (byte)'"';
        }

        Format(number, _codeAt, 10);
        if (_ipAt > 0)
        {
            Format(number / 10_000 % 10_000, _ipAt, 4);
            Format(number % 10_000, _ipAt + 5, 4);
            Format(number, _userAt, 10);
        }

        return _bytes;
    }

    private void Format(long value, int at, byte digits) =>
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(at), out _, new('D', digits));

    private static string Message(string recipient, long number, string more) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"recipient":"{{recipient}}","body":"Your verification code is {{CodeMark}}{{number:D10}}","sender":"+15005550006"{{more}}}"""
        );
}
