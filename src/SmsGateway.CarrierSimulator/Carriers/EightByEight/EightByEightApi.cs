using SmsGateway.CarrierSimulator.Configuration;

namespace SmsGateway.CarrierSimulator.Carriers.EightByEight;

/// <summary>8x8 Connect SMS: a bearer key, JSON in and out.</summary>
internal sealed class EightByEightApi(SimulatorOptions options, TimeProvider time) : ICarrierApi
{
    private readonly EightByEightErrors _errors = new(time);

    public Carrier Carrier => Carrier.EightByEight;

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        options.EightByEight is { } credentials && AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Bearer"), credentials.ApiKey)
            ? null
            : _errors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body) =>
        EightByEightRequest.Parse(body, (string)request.RouteValues["account"]! == options.EightByEight!.SubAccountId, _errors);

    public Answer Fail(Behaviour behaviour) => _errors.For(behaviour);
}
