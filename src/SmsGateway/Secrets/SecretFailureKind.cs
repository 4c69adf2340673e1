namespace SmsGateway.Secrets;

/// <summary>Why a secret cannot be had.</summary>
public enum SecretFailureKind
{
    /// <summary>The store answered, and has no such secret or no usable version of it; what was known of it is void.</summary>
    Missing,

    /// <summary>The store refuses us: a role is missing, or its firewall is closed.</summary>
    Forbidden,

    /// <summary>No usable answer: network, throttling, a failing store, no token.</summary>
    Unreachable,
}
