using Microsoft.Extensions.Primitives;
using SmsGateway.Http;
using SmsGateway.Secrets;

namespace SmsGateway.Host;

/// <summary>The key to the operators' endpoints; in Functions the platform has its own.</summary>
internal sealed class OperatorsKey(GatewayOptions options, ISecretStore secrets)
{
    private static readonly HttpReply WrongKey = HttpReply.Empty(401);

    public bool IsConfigured => options.OperatorsKeySecretName is not null;

    /// <returns>What to answer instead of letting the request through; null when the key is right.</returns>
    public async ValueTask<HttpReply?> RefusalAsync(StringValues given, CancellationToken cancellationToken)
    {
        if (options.OperatorsKeySecretName is not { } name || given is not [{ Length: > 0 } key])
        {
            return WrongKey;
        }

        try
        {
            var versions = await secrets.GetAsync(name, cancellationToken);
            return
                ConstantTime.Equal(key, versions.Current.Reveal())
                | (versions.Previous is { } previous && ConstantTime.Equal(key, previous.Reveal()))
                ? null
                : WrongKey;
        }
        catch (SecretUnavailableException)
        {
            // The fault is ours: an operator with the right key must not go looking for another.
            return HttpReply.Problem(
                503,
                "The key cannot be checked now; try again.",
                null,
                new KeyValuePair<string, string>("Retry-After", "1")
            );
        }
    }
}
