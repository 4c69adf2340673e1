using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>The fields that matter here; the framework's form reader would build a dictionary of all of them.</summary>
internal sealed class TwilioForm
{
    public string? To { get; private set; }

    public string? From { get; private set; }

    public string? MessagingServiceSid { get; private set; }

    public string? Body { get; private set; }

    public string? Twiml { get; private set; }

    public static TwilioForm Parse(byte[] utf8)
    {
        var form = new TwilioForm();
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(utf8)))
        {
            switch (pair.EncodedName.Span)
            {
                case "To":
                    form.To = pair.DecodeValue().ToString();
                    break;
                case "From":
                    form.From = pair.DecodeValue().ToString();
                    break;
                case "MessagingServiceSid":
                    form.MessagingServiceSid = pair.DecodeValue().ToString();
                    break;
                case "Body":
                    form.Body = pair.DecodeValue().ToString();
                    break;
                case "Twiml":
                    form.Twiml = pair.DecodeValue().ToString();
                    break;
            }
        }

        return form;
    }
}
