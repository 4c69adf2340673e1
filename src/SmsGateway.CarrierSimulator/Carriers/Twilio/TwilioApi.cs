using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>The account's own credentials and, optionally, one API key's.</summary>
internal sealed class TwilioOptions
{
    [Required]
    public string AccountSid { get; set; } = "";

    [Required]
    public string AuthToken { get; set; } = "";

    [RequiredWith(nameof(ApiKeySecret))]
    public string? ApiKeySid { get; set; }

    [RequiredWith(nameof(ApiKeySid))]
    public string? ApiKeySecret { get; set; }
}

/// <summary>Twilio Programmable Messaging and Voice, API version 2010-04-01: Basic credentials, form in, JSON out.</summary>
internal sealed class TwilioApi(TwilioOptions options) : ICarrierApi
{
    private const int MaxBodyLength = 1600;

    private readonly string _account = AuthorizationHeader.Basic(options.AccountSid, options.AuthToken);

    private readonly string? _apiKey = options is { ApiKeySid: { } sid, ApiKeySecret: { } secret }
        ? AuthorizationHeader.Basic(sid, secret)
        : null;

    public IReadOnlyList<string> Paths { get; } =
    ["/2010-04-01/Accounts/{account}/Messages.json", "/2010-04-01/Accounts/{account}/Calls.json"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var given = AuthorizationHeader.Parameter(request, "Basic");
        return
            AuthorizationHeader.Equal(given, _account)
            || (_apiKey is not null && AuthorizationHeader.Equal(given, _apiKey))
            ? null
            : TwilioErrors.For(Behaviour.CredentialsRefused);
    }

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        var form = TwilioForm.Parse(body);
        var account = (string)request.RouteValues["account"]!;
        var isCall = request.Path.Value!.EndsWith("/Calls.json", StringComparison.OrdinalIgnoreCase);
        var text = isCall ? form.Twiml : form.Body;
        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(form.To, form.From ?? form.MessagingServiceSid, text, isCall)],
            Refusal = (account == options.AccountSid ? ErrorOf(form, isCall, text) : 20404) is { } code
                ? TwilioErrors.Code(code)
                : null,
            Accept = now => Accept(form, account, isCall, now),
        };
    }

    public Answer Fail(Behaviour behaviour) => TwilioErrors.For(behaviour);

    private static Answer Accept(TwilioForm form, string account, bool isCall, DateTimeOffset now)
    {
        // Version 7 ids tell nothing worth hiding here and spare the random source.
        var sid = (isCall ? "CA" : "SM") + Guid.CreateVersion7(now).ToString("N");
        var date = now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var message = new TwilioMessage
        {
            Sid = sid,
            AccountSid = account,
            Body = isCall ? null : form.Body,
            DateCreated = date,
            DateUpdated = date,
            From = form.From,
            MessagingServiceSid = form.MessagingServiceSid,
            Status = form.MessagingServiceSid is null ? "queued" : "accepted",
            To = form.To!,
            Uri = $"/2010-04-01/Accounts/{account}/{(isCall ? "Calls" : "Messages")}/{sid}.json",
        };
        return new Answer(
            201,
            Outcome.Accepted,
            message.Status,
            Answer.Json(message, TwilioJson.Default.TwilioMessage)
        );
    }

    private static int? ErrorOf(TwilioForm form, bool isCall, string? text) =>
        form switch
        {
            { To: null or "" } => 21604,
            { From: null or "", MessagingServiceSid: null or "" } => 21603,
            _ when !E164.IsNumber(form.To, plusRequired: true) => isCall ? 21217 : 21211,
            _ when string.IsNullOrEmpty(text) => 21602,
            _ when !isCall && text.Length > MaxBodyLength => 21617,
            _ => isCall ? ErrorOfTestCall(form.To, form.From) : ErrorOfTestMessage(form.To, form.From),
        };

    /// <summary>
    /// Twilio's published test numbers (https://www.twilio.com/docs/iam/test-credentials) and their codes. There any other
    /// sender is refused, too; here it passes, because a gateway under test has its own.
    /// </summary>
    private static int? ErrorOfTestMessage(string to, string? from) =>
        (to, from) switch
        {
            ("+15005550001", _) => 21211,
            ("+15005550002", _) => 21612,
            ("+15005550003", _) => 21408,
            ("+15005550004", _) => 21610,
            ("+15005550009", _) => 21614,
            (_, "+15005550001") => 21212,
            (_, "+15005550007") => 21606,
            (_, "+15005550008") => 21611,
            _ => null,
        };

    private static int? ErrorOfTestCall(string to, string? from) =>
        (to, from) switch
        {
            ("+15005550001", _) => 21217,
            ("+15005550002", _) => 21214,
            ("+15005550003", _) => 21215,
            ("+15005550004", _) => 21216,
            (_, "+15005550001") => 21212,
            _ => null,
        };
}
