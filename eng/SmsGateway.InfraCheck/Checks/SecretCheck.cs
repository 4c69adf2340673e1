using System.Text.RegularExpressions;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>No secret in an output, which stays readable in the deployment's history, nor in a setting.</summary>
internal sealed partial class SecretCheck : ICheck
{
    public void Run(Deployment deployment, Findings findings)
    {
        foreach (var (output, value) in deployment.Outputs.Where(output => !output.Declaration.IsSecure))
        {
            if (Reason(value) is { } secret)
            {
                findings.Add(output.At, $"output '{output.Name}' shows a secret: {secret}");
            }
        }

        foreach (var setting in AppSettings.In(deployment).SelectMany(app => app.All))
        {
            if (Reason(setting.Value) is { } secret)
            {
                findings.Add(setting.KeyAt, $"setting '{setting.Key}' holds a secret: {secret}; put it into the vault and name it");
            }
        }
    }

    private static string? Reason(Value value) => value.SecretWithin() ?? (KeyLike().IsMatch(value.Text) ? "it has the form of a connection string with a key" : null);

    [GeneratedRegex(@"(AccountKey|SharedAccessKey|SharedAccessSignature|Password|sig)=|@Microsoft\.KeyVault\(", RegexOptions.IgnoreCase)]
    private static partial Regex KeyLike();
}
