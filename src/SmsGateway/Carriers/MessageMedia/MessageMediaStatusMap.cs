using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.MessageMedia;

/// <summary>
/// MessageMedia's answer to outcome. Its errors are texts without codes, so the status alone decides; see the responses of
/// <c>POST /v1/messages</c> in https://messagemedia.github.io/documentation/. Account problems appear only in delivery reports.
/// </summary>
internal static class MessageMediaStatusMap
{
    public static SendOutcome Map(CarrierResponse response) =>
        response.Status switch
        {
            400 => new SendOutcome.Rejected("http-400", "recipient or text not valid"),
            422 => new SendOutcome.Refused("http-422", "request refused; numbers in Singapore need TLS 1.3"),
            >= 200 and < 300 when AcceptedId(response) is { Length: > 0 } id => new SendOutcome.Accepted(
                CarrierResponse.CleanCode(id)
            ),
            _ => response.ByStatus(),
        };

    private static string? AcceptedId(CarrierResponse response) =>
        response.Read(MessageMediaJson.Default.MessageMediaAnswer) is { Messages: [{ MessageId: { } id }] } ? id : null;
}
