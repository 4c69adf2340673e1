using Microsoft.Extensions.Primitives;
using SmsGateway.Acceptance;
using SmsGateway.Configuration;
using SmsGateway.Ports;

namespace SmsGateway.Host;

/// <summary>The key to the operators' endpoints; in Functions the platform has its own.</summary>
internal sealed class OperatorsKey(GatewayOptions options, ISecretStore secrets)
{
    public bool IsConfigured => options.OperatorsKeySecretName is not null;

    public async ValueTask<bool> OpensAsync(StringValues given, CancellationToken cancellationToken)
    {
        if (options.OperatorsKeySecretName is not { } name || given is not [{ Length: > 0 } key])
        {
            return false;
        }

        try
        {
            var versions = await secrets.GetAsync(name, cancellationToken);
            return ConstantTime.Equal(key, versions.Current.Reveal())
                | (versions.Previous is { } previous && ConstantTime.Equal(key, previous.Reveal()));
        }
        catch (SecretUnavailableException)
        {
            return false;
        }
    }
}
