namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>What a magic recipient or an outage makes a carrier do. Each carrier answers in its own error format.</summary>
internal enum Behaviour
{
    /// <summary>Takes the message.</summary>
    Normal,

    /// <summary>The recipient's number is not valid.</summary>
    InvalidNumber,

    /// <summary>The recipient does not want messages.</summary>
    OptedOut,

    /// <summary>There is no route to the recipient.</summary>
    Unroutable,

    /// <summary>401, although the credentials are right.</summary>
    CredentialsRefused,

    /// <summary>429 that does not say how long to wait.</summary>
    Throttled,

    /// <summary>429 with a Retry-After.</summary>
    ThrottledWithRetryAfter,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>503.</summary>
    Down,

    /// <summary>A success status with a rejection inside, where the carrier has such a thing (8x8); others take the message.</summary>
    RejectedInsideSuccess,

    /// <summary>Takes the message, but answers only after <see cref="CarrierEndpoint.SlowAnswer"/>.</summary>
    Slow,

    /// <summary>Takes the message and never answers: what an ambiguous timeout looks like.</summary>
    Timeout,

    /// <summary>A success status with a page of HTML instead of the carrier's answer; the message is not taken.</summary>
    Garbage,

    /// <summary>Reads the request and resets the connection; the message is not taken.</summary>
    Reset,
}
