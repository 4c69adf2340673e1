namespace SmsGateway.Azure.KeyVault;

internal enum SecretFailureKind
{
    /// <summary>The vault answered, and has no such secret or no usable version of it; what was known of it is void.</summary>
    Missing,

    /// <summary>The vault refuses us: a role is missing, or its firewall is closed.</summary>
    Forbidden,

    /// <summary>No usable answer: network, throttling, a failing vault, no token.</summary>
    Unreachable,
}
