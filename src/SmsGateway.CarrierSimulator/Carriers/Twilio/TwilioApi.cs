using SmsGateway.CarrierSimulator.Configuration;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>Twilio Programmable Messaging and Voice, API version 2010-04-01: Basic credentials, form in, JSON out.</summary>
internal sealed class TwilioApi(SimulatorOptions options) : ICarrierApi
{
    private readonly string? _accountSid = options.Twilio?.AccountSid;

    private readonly string[] _accepted = options.Twilio switch
    {
        null => [],
        { ApiKeySid: { } sid, ApiKeySecret: { } secret } twilio =>
            [AuthorizationHeader.Basic(twilio.AccountSid, twilio.AuthToken), AuthorizationHeader.Basic(sid, secret)],
        { } twilio => [AuthorizationHeader.Basic(twilio.AccountSid, twilio.AuthToken)],
    };

    public Carrier Carrier => Carrier.Twilio;

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var given = AuthorizationHeader.Parameter(request, "Basic");
        foreach (var expected in _accepted)
        {
            if (AuthorizationHeader.Equal(given, expected))
            {
                return null;
            }
        }

        return TwilioErrors.For(Behaviour.CredentialsRefused);
    }

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        var account = (string)request.RouteValues["account"]!;
        var isCall = request.Path.Value!.EndsWith("/Calls.json", StringComparison.OrdinalIgnoreCase);
        return TwilioRequest.Create(TwilioForm.Parse(body), account, isCall, account == _accountSid);
    }

    public Answer Fail(Behaviour behaviour) => TwilioErrors.For(behaviour);
}
