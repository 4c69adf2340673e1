namespace SmsGateway.Carriers.Generic;

/// <summary>What a listed code says. Each has a setting of its name with <c>Codes</c> behind it.</summary>
internal enum CodeMeaning
{
    /// <summary>The carrier has the message, be it from an earlier try.</summary>
    Accepted,

    /// <summary>No carrier will ever send this recipient or text.</summary>
    Rejected,

    /// <summary>The same, because the number takes no texts.</summary>
    Landline,

    /// <summary>Not at this carrier, and it is about this one message: its region, its length.</summary>
    MessageRefused,

    /// <summary>Not at this carrier: our account or our sender.</summary>
    Refused,

    /// <summary>The same, and the secrets are to be read again.</summary>
    Credentials,

    Throttled,

    Unavailable,
}
