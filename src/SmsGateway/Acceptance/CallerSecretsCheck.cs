using SmsGateway.Configuration;
using SmsGateway.Ports;

namespace SmsGateway.Acceptance;

/// <summary>Looks at the callers' secrets at start: one that cannot work is an error, a short one a warning.</summary>
public sealed class CallerSecretsCheck(IReadOnlyList<CallerOptions> callers, ISecretStore secrets)
{
    /// <exception cref="GatewayConfigurationException">A secret is not written as its caller's encoding says.</exception>
    public async ValueTask<IReadOnlyList<string>> WarningsAsync(CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var errors = new List<string>();
        foreach (var caller in callers)
        {
            var key = $"Gateway__Callers__{caller.Name}__{nameof(CallerOptions.SigningSecretName)}";
            try
            {
                var versions = await secrets.GetAsync(caller.SigningSecretName, cancellationToken);
                var length = SigningKeys.Bytes(versions.Current, caller.SigningSecretEncoding).Length;
                if (length < SigningKeys.RecommendedBytes)
                {
                    warnings.Add($"{key}: the secret has {length} bytes; it is accepted, but at least {SigningKeys.RecommendedBytes} random bytes are advised");
                }
            }
            catch (FormatException)
            {
                errors.Add($"{key}: the secret is empty, or not base64url though SigningSecretEncoding says so");
            }
            catch (SecretUnavailableException e)
            {
                warnings.Add($"{key}: {e.Message}");
            }
        }

        return errors.Count == 0 ? warnings : throw new GatewayConfigurationException(errors);
    }
}
