using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;

namespace SmsGateway.Tests.Carriers;

/// <summary>A carrier together with its client, which the registry owns in the gateway and the test here.</summary>
internal sealed class TestCarrier(ConfiguredCarrier configured, CarrierHttp http) : ICarrier, IDisposable
{
    public ConfiguredCarrier Configured => configured;

    public IEnumerable<string> SecretNames => configured.Options.SecretNames.Values;

    public bool Supports(Channel channel) => configured.Api.Supports(channel);

    public ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken) =>
        configured.Api.SendAsync(message, cancellationToken);

    public void Dispose() => http.Dispose();
}
