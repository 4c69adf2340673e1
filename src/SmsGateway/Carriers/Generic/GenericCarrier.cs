using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Generic;

/// <summary>A provider that the configuration describes. Its templates were read at start: a message costs only the filling in.</summary>
internal sealed class GenericCarrier(GenericOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    private readonly RequestTemplate _request = options.Request;
    private readonly string[] _secretNames = [.. options.SecretNames.Values];

    public bool Supports(Channel channel) => channel == Channel.Sms;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>(_secretNames.Length);
        foreach (var name in _secretNames)
        {
            known[name] = await CarrierSecrets.ReadAsync(secrets, name, cancellationToken);
        }

        var values = new PlaceholderValues(message, known);
        return await http.SendAsync(
            message.Id,
            _request.Method,
            _request.Address.Render(values),
            _request.Content(values),
            request => _request.SetHeaders(request, values),
            response => GenericStatusMap.Map(response, options.Answer, message),
            cancellationToken
        );
    }
}
