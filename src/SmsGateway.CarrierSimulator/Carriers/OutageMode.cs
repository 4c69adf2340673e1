namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>The outage switch of one carrier.</summary>
internal enum OutageMode
{
    None,

    /// <summary>503 for every request, before the credentials are looked at.</summary>
    Down,

    /// <summary>Everything that would be accepted is answered late.</summary>
    Slow,

    /// <summary>429 for every request with right credentials.</summary>
    Throttled,
}
