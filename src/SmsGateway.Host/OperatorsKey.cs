using Microsoft.Extensions.Primitives;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Secrets;

namespace SmsGateway.Host;

/// <summary>The key to the operators' endpoints; in Functions the platform has its own.</summary>
internal sealed class OperatorsKey(GatewayOptions options, ISecretStore secrets, OperatorTrail trail, TimeProvider time)
{
    private static readonly HttpReply NoKey = HttpReply.Empty(401);
    private static readonly KeyValuePair<string, string> RetrySoon = new("Retry-After", "1");

    private readonly WrongKeys _wrongKeys = new(time);
    private readonly KeyNames _names = new();

    public bool IsConfigured => options.OperatorsKeySecretName is not null;

    /// <param name="given">Every value of the header with the key.</param>
    /// <param name="address">Where the connection came from.</param>
    /// <param name="claimedName">What the client says of itself.</param>
    /// <returns>Who may come in; or what to answer instead.</returns>
    public async ValueTask<(OperatorIdentity? Who, HttpReply? Refusal)> CheckAsync(
        StringValues given,
        string? address,
        string? claimedName,
        CancellationToken cancellationToken
    )
    {
        if (options.OperatorsKeySecretName is not { } name || given is not [{ Length: > 0 } key])
        {
            return (null, NoKey);
        }

        SecretVersions versions;
        try
        {
            versions = await secrets.GetAsync(name, cancellationToken);
        }
        catch (SecretUnavailableException)
        {
            // The fault is ours: an operator with the right key must not go looking for another.
            return (null, HttpReply.Problem(503, "The key cannot be checked now; try again.", null, RetrySoon));
        }

        var isCurrent = ConstantTime.Equal(key, versions.Current.Reveal());
        var isPrevious = versions.Previous is { } previous && ConstantTime.Equal(key, previous.Reveal());
        if (isCurrent || (isPrevious && !IsPreviousOver(versions)))
        {
            return (new OperatorIdentity(_names.Of(versions, isCurrent), address, claimedName), null);
        }

        trail.WrongKey(
            new OperatorIdentity(isPrevious ? "the key before the current one" : "no known key", address, claimedName)
        );
        return (null, await _wrongKeys.WaitAsync(cancellationToken) ? NoKey : TooMany());
    }

    /// <summary>Told by the store: what this process has seen of a rotation ends with it.</summary>
    private bool IsPreviousOver(SecretVersions versions) =>
        versions.CurrentSince is { } since
        && SteadyTime.ByMachine(time, time.GetUtcNow()) >= since + options.OperatorsKeyOverlap;

    private static HttpReply TooMany() => HttpReply.Problem(429, "Too many wrong keys; try again.", null, RetrySoon);
}
