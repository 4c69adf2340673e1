using SmsGateway.CarrierSimulator.Configuration;

namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>MessageMedia (Sinch Engage) Messages API v1: Basic credentials or a signature, JSON in and out.</summary>
internal sealed class MessageMediaApi(SimulatorOptions options) : ICarrierApi
{
    private readonly MessageMediaCredentials? _credentials = options.MessageMedia;

    private readonly string? _basic = options.MessageMedia is { } credentials
        ? AuthorizationHeader.Basic(credentials.ApiKey, credentials.ApiSecret)
        : null;

    public Carrier Carrier => Carrier.MessageMedia;

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (_credentials is null)
        {
            return MessageMediaErrors.Unauthorized;
        }

        if (AuthorizationHeader.Parameter(request, MessageMediaSignature.Scheme) is { } signature)
        {
            return MessageMediaSignature.IsValid(request, signature, body, _credentials) ? null : MessageMediaErrors.Forbidden;
        }

        return AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Basic"), _basic!) ? null : MessageMediaErrors.Unauthorized;
    }

    public CarrierRequest Read(HttpRequest request, byte[] body) => MessageMediaRequest.Parse(body);

    public Answer Fail(Behaviour behaviour) => MessageMediaErrors.For(behaviour);
}
