using SmsGateway.Secrets;

namespace SmsGateway.Callers;

/// <summary>What came of looking at the <c>Authorization</c> header.</summary>
public abstract record CallerResult
{
    private CallerResult() { }

    /// <param name="Caller">Whose token it is.</param>
    /// <param name="Secret">Its signing secret, as it is now.</param>
    public sealed record Authenticated(CallerOptions Caller, SecretVersions Secret) : CallerResult
    {
        /// <value>What the token says of the message that it came with; nothing of a static bearer.</value>
        public TokenBinding Token { get; init; } = TokenBinding.None;
    }

    /// <param name="Reason">For the log and the metric only; the caller is told nothing.</param>
    /// <param name="Claimed">The callers whose subject and audience the token has, and that it could be of; none when it is a stranger's, or nobody can tell.</param>
    public sealed record Refused(RefusalReason Reason, params IReadOnlyList<string> Claimed) : CallerResult;
}

/// <summary>Why a request was not authenticated.</summary>
public enum RefusalReason
{
    /// <summary>No <c>Authorization</c> header.</summary>
    Missing,

    /// <summary>More than one <c>Authorization</c> header.</summary>
    Repeated,

    /// <summary>Not of the form <c>Bearer token</c>.</summary>
    NotBearer,

    /// <summary>Neither a readable signed token nor a known static bearer.</summary>
    Malformed,

    /// <summary>No configured caller has this subject.</summary>
    Subject,

    /// <summary>The caller's audience is not in the token.</summary>
    Audience,

    /// <summary>Signed with an algorithm the caller does not use, <c>none</c> among them.</summary>
    Algorithm,

    /// <summary>The signature fits none of the accepted versions of the secret.</summary>
    Signature,

    /// <summary>Past <c>exp</c>.</summary>
    Expired,

    /// <summary>Before <c>nbf</c>.</summary>
    NotYetValid,

    /// <summary>The caller requires <c>exp</c>, and there is none.</summary>
    NoExpiration,

    /// <summary>The caller requires <c>exp</c>, and it is more than a day away.</summary>
    ExpiresTooLate,

    /// <summary>Issued longer ago than the caller allows, or <c>iat</c> is missing or in the future.</summary>
    TooOld,

    /// <summary><c>body_sha256</c> is another body's, or missing where the caller requires it.</summary>
    BodyHash,

    /// <summary>A secret needed for the check cannot be read, or not anew, so that it may not be the newest.</summary>
    SecretUnavailable,
}
