using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Send;

/// <summary>The message to send, as Auth0 would put it.</summary>
internal sealed class MessageOptions
{
    private const string CodeMark = "{code}";
    private const string DefaultText = $"Your verification code is {CodeMark}.";

    private readonly Option<string> _to = new("--to")
    {
        Description = "Recipient in E.164 form, such as +61491570156.",
        HelpName = "number",
        Required = true,
    };
    private readonly Option<string> _text = new("--text", "--body")
    {
        Description = $"The text; {CodeMark} in it stands for the code.",
        HelpName = "text",
        DefaultValueFactory = _ => DefaultText,
    };

    private readonly Option<string?> _code = new("--code")
    {
        Description = "The code; six random digits when it is not given.",
        HelpName = "code",
    };
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Sender; the carrier's own when it is not given.",
        HelpName = "sender",
    };
    private readonly Option<string> _channel = new("--channel")
    {
        Description = "Text message or call.",
        HelpName = "sms|voice",
        DefaultValueFactory = _ => "sms",
    };

    private readonly Option<string> _shape = new("--shape")
    {
        Description = "Whose request to imitate: the legacy connection's or an Action's.",
        HelpName = "legacy|action",
        DefaultValueFactory = _ => "legacy",
    };

    public MessageOptions()
    {
        _channel.AcceptOnlyFromAmong("sms", "voice");
        _shape.AcceptOnlyFromAmong("legacy", "action");
    }

    public IReadOnlyList<Option> Options => [_to, _text, _code, _from, _channel, _shape];

    /// <summary>As Auth0 names itself to a gateway of the legacy connection; an Action's requests come without.</summary>
    public string? UserAgent(Invocation invocation) => IsAction(invocation) ? null : "Auth0";

    /// <exception cref="CliException">An option is wrong.</exception>
    public JsonObject Read(Invocation invocation, out PhoneNumber recipient)
    {
        recipient = Numbers.Require(invocation.Get(_to), "--to");
        var from = invocation.Get(_from);
        if (from is not null && !Sender.TryParse(from, out _))
        {
            throw CliException.Usage($"--from {Sender.Rule}.");
        }

        var text = invocation.Get(_text)!;
        if (invocation.Get(_code) is not null && !text.Contains(CodeMark, StringComparison.Ordinal))
        {
            throw CliException.Usage($"--code has no place in --text: write {CodeMark} where it belongs.");
        }

        var code =
            invocation.Get(_code)
            ?? RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        text = text.Replace(CodeMark, code, StringComparison.Ordinal);
        var channel = invocation.Get(_channel)!;
        return IsAction(invocation)
            ? AsAction(recipient, text, from, channel, code)
            : AsConnection(recipient, text, from, channel);
    }

    private bool IsAction(Invocation invocation) => invocation.Get(_shape) == "action";

    private static JsonObject AsConnection(PhoneNumber recipient, string text, string? from, string channel)
    {
        var body = new JsonObject
        {
            ["recipient"] = recipient.E164,
            ["body"] = text,
            ["sender"] = from,
            ["req"] = new JsonObject { ["ip"] = "127.0.0.1", ["user-agent"] = CliApp.Name },
        };
        if (from is null)
        {
            body.Remove("sender");
        }

        if (channel != "sms")
        {
            // The connection knows no calls; whoever asks for one gets it all the same.
            body["channel"] = channel;
        }

        return body;
    }

    private static JsonObject AsAction(PhoneNumber recipient, string text, string? from, string channel, string code)
    {
        var body = new JsonObject
        {
            ["recipient"] = recipient.E164,
            ["body"] = text,
            ["sender"] = from,
            ["channel"] = channel,
            ["code"] = code,
            ["locale"] = "en_US",
            ["messageType"] = "otp_verify",
            // Its own for every run, so that the gateway never takes two runs for one message.
            ["correlationId"] = $"cli-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
            ["clientId"] = CliApp.Name,
            ["req"] = new JsonObject { ["ip"] = "127.0.0.1", ["user_agent"] = CliApp.Name },
        };
        if (from is null)
        {
            body.Remove("sender");
        }

        return body;
    }
}
