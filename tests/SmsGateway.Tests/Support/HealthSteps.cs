using SmsGateway.Carriers;

namespace SmsGateway.Tests.Support;

/// <summary>For tests to which neither region nor duration matter.</summary>
internal static class HealthSteps
{
    public const string Region = "AU";

    /// <returns>Whether <see cref="CarrierHealth.HasFailed"/> has changed.</returns>
    public static bool Record(this CarrierHealth health, SendOutcome outcome) =>
        health.Record(outcome, TimeSpan.Zero, Region).HasFailed;

    public static bool TakesTurn(this CarrierHealth health) => health.TakesTurn(Region);
}
