namespace SmsGateway.Azure.Storage;

/// <param name="Hidden">How long a standby copy waits for news of its delivery; whole seconds.</param>
/// <param name="Push">How often a living delivery pushes that forward: two pushes can fail before the copy appears.</param>
/// <param name="Insist">How long the end of a delivery keeps trying to remove its copy while the store does not answer.</param>
/// <param name="Pause">Between those tries.</param>
internal sealed record StandbyTimes(TimeSpan Hidden, TimeSpan Push, TimeSpan Insist, TimeSpan Pause)
{
    /// <summary>25 s, and half a second at most until the trigger looks (host.json): below 30 s from a death to the next try.</summary>
    public static readonly StandbyTimes Default =
        new(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
}
