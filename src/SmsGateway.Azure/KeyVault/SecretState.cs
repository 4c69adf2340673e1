namespace SmsGateway.Azure.KeyVault;

internal enum SecretState
{
    /// <summary>Nobody has asked for it yet.</summary>
    Unread,

    /// <summary>The last read succeeded.</summary>
    Fresh,

    /// <summary>The last read failed; what an earlier one found is served.</summary>
    Stale,

    /// <summary>Never read, found missing, or read too long ago to be served.</summary>
    Unavailable,
}
