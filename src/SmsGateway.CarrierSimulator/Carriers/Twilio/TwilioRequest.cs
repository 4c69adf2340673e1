using System.Globalization;
using System.Text.Json;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>The form fields of a message or a call, checked.</summary>
internal sealed class TwilioRequest : CarrierRequest
{
    private const int MaxBodyLength = 1600;

    public required string Account { get; init; }

    public required TwilioForm Form { get; init; }

    public required bool IsCall { get; init; }

    /// <param name="form">What was posted.</param>
    /// <param name="account">From the path.</param>
    /// <param name="isCall">Calls.json rather than Messages.json.</param>
    /// <param name="ownsAccount">Whether the path's account is that of the credentials.</param>
    public static TwilioRequest Create(TwilioForm form, string account, bool isCall, bool ownsAccount)
    {
        var text = isCall ? form.Twiml : form.Body;
        return new TwilioRequest
        {
            Account = account,
            Form = form,
            IsCall = isCall,
            Messages = [new ReceivedMessage(form.To ?? "", form.From ?? form.MessagingServiceSid ?? "", text ?? "", isCall)],
            Refusal = (ownsAccount ? ErrorOf(form, isCall, text) : 20404) is { } code ? TwilioErrors.Code(code) : null,
        };
    }

    public override Answer Accept(DateTimeOffset now)
    {
        // Version 7 ids tell nothing worth hiding here and spare the random source.
        var sid = (IsCall ? "CA" : "SM") + Guid.CreateVersion7(now).ToString("N");
        var date = now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var message = new TwilioMessage
        {
            Sid = sid,
            AccountSid = Account,
            Body = IsCall ? null : Form.Body,
            DateCreated = date,
            DateUpdated = date,
            From = Form.From,
            MessagingServiceSid = Form.MessagingServiceSid,
            Status = Form.MessagingServiceSid is null ? "queued" : "accepted",
            To = Form.To!,
            Uri = $"/2010-04-01/Accounts/{Account}/{(IsCall ? "Calls" : "Messages")}/{sid}.json",
        };
        return new Answer(201, Outcome.Accepted, message.Status, JsonSerializer.SerializeToUtf8Bytes(message, TwilioJson.Default.TwilioMessage));
    }

    private static int? ErrorOf(TwilioForm form, bool isCall, string? text) => form switch
    {
        { To: null or "" } => 21604,
        { From: null or "", MessagingServiceSid: null or "" } => 21603,
        _ when !E164.IsNumber(form.To, plusRequired: true) => isCall ? 21217 : 21211,
        _ when string.IsNullOrEmpty(text) => 21602,
        _ when !isCall && text.Length > MaxBodyLength => 21617,
        _ => TwilioTestNumbers.ErrorOf(isCall, form.To, form.From),
    };
}
