namespace SmsGateway.Admission;

/// <summary>What becomes of a message that a rule is against.</summary>
public enum AdmissionMode
{
    /// <summary>The rule is not asked, and nothing is counted for it.</summary>
    Off,

    /// <summary>The message is sent; that the rule was against it is recorded.</summary>
    RecordOnly,

    /// <summary>The message is refused.</summary>
    Enforce,
}

/// <summary>What is done while the store of the counters does not answer.</summary>
public enum WhenStoreIsAway
{
    /// <summary>Go by what this process has counted itself.</summary>
    Allow,

    /// <summary>Accept nothing: 503.</summary>
    Refuse,
}
