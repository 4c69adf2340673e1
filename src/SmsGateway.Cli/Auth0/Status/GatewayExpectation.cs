using SmsGateway.Callers;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Status;

/// <summary>What the gateway's own settings are, as far as they were given; null is not compared. Nothing prints it.</summary>
internal sealed class GatewayExpectation
{
    public Uri? Url { get; init; }

    public string? Subject { get; init; }

    public string? Audience { get; init; }

    public Sensitive? Secret { get; init; }

    public SecretEncoding? Encoding { get; init; }
}
