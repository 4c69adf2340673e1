using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Stats;
using SmsGateway.Telemetry;

namespace SmsGateway.Tests.Stats;

/// <summary>Something that is counted.</summary>
/// <param name="What">Which of the things below.</param>
/// <param name="Carrier">At which carrier, if at one.</param>
/// <param name="Seconds">Since acceptance.</param>
internal readonly record struct Counted(int What, string Carrier, double Seconds)
{
    /// <summary>Times of all magnitudes, from a tenth of a millisecond to three hours.</summary>
    public static Gen<double> Times { get; } = Gen.Choose(-400, 400).Select(exponent => Math.Pow(10, exponent / 100.0));

    public static Gen<Counted[]> Many { get; } =
        (
            from what in Gen.Choose(0, 9)
            from carrier in Gen.Elements("twilio", "messagemedia", "vonage")
            from seconds in Times
            select new Counted(what, carrier, seconds)
        ).ArrayOf(200);

    public void In(GatewayTelemetry telemetry)
    {
        switch (What)
        {
            case 0:
                telemetry.Accepted("auth0", TimeSpan.FromMilliseconds(1));
                break;
            case 1:
                telemetry.Admission("number_limit", "refused", "AU");
                break;
            case 2:
                telemetry.Assumed(Carrier);
                break;
            case 3:
                telemetry.DeadLettered("Expired");
                break;
            case 4:
                telemetry.Attempted(Carrier, "Rejected", TimeSpan.FromSeconds(1));
                break;
            case 5:
                telemetry.Attempted(Carrier, "Throttled", TimeSpan.FromSeconds(1));
                break;
            default:
                telemetry.Attempted(Carrier, "Accepted", TimeSpan.FromSeconds(1));
                telemetry.Delivered(Carrier, TimeSpan.FromSeconds(Seconds));
                break;
        }
    }

    /// <summary>What an instance counts that sees these alone.</summary>
    public static StatsCount At(IEnumerable<Counted> all)
    {
        using var telemetry = new GatewayTelemetry();
        using var counter = new StatsCounter(telemetry);
        foreach (var one in all)
        {
            one.In(telemetry);
        }

        return counter.Read();
    }
}
