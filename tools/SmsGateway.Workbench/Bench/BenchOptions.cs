namespace SmsGateway.Workbench.Bench;

/// <param name="WarmUp">Before each measurement at full speed: the compiler replaces code that is used much.</param>
/// <param name="Duration">Of each measurement at full speed.</param>
/// <param name="IdleMessages">Sent one at a time.</param>
/// <param name="Deliveries">Measured when nothing is accepted meanwhile; half as many go before, to warm up.</param>
/// <param name="Starts">Cold starts of which the median is shown.</param>
/// <param name="Backlogs">Messages that wait while others are accepted and delivered.</param>
/// <param name="StorageRounds">How often accepting on Azure Storage and a bare loop of sends are measured in turn.</param>
/// <param name="Rounds">
/// How often gateways that differ in a setting are measured in turn, a quarter of the duration each: what slows the machine for some
/// seconds is then in both halves of a ratio, or in few of them.
/// </param>
/// <param name="OnlyStorage">Whether nothing else is measured.</param>
/// <param name="OnlyAdmission">Whether only what admission costs is measured.</param>
/// <param name="OnlyCosts">Whether only what records, the last hour and <c>/metrics</c> cost is measured, which nothing else includes.</param>
/// <param name="OnlyFunctions">Whether the Functions app is measured instead.</param>
/// <param name="Native">The path of a Host compiled natively, which is measured beside the build's, and nothing else is.</param>
internal sealed record BenchOptions(
    TimeSpan WarmUp,
    TimeSpan Duration,
    int IdleMessages,
    int Deliveries,
    int Starts,
    IReadOnlyList<int> Backlogs,
    int StorageRounds,
    int Rounds,
    bool OnlyStorage = false,
    bool OnlyAdmission = false,
    bool OnlyCosts = false,
    bool OnlyFunctions = false,
    string? Native = null
)
{
    public static readonly BenchOptions Full = new(
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        300,
        40_000,
        5,
        [1, 100_000, 1_000_000],
        7,
        28
    );

    public static readonly BenchOptions Quick = new(
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(4),
        100,
        20_000,
        5,
        [1, 100_000],
        3,
        12
    );

    /// <summary>A moment for each row: whether it can be measured, not how much.</summary>
    public static readonly BenchOptions Trial = new(
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromMilliseconds(200),
        5,
        200,
        1,
        [1000],
        1,
        1
    );

    public static BenchOptions Read(Arguments arguments) =>
        (
            arguments.Flag("--trial") ? Trial
            : arguments.Flag("--quick") ? Quick
            : Full
        ) with
        {
            OnlyStorage = arguments.Flag("--storage"),
            OnlyAdmission = arguments.Flag("--admission"),
            OnlyCosts = arguments.Flag("--costs"),
            OnlyFunctions = arguments.Flag("--functions"),
            Native = arguments.Text("--native") is { } path ? Path.GetFullPath(path) : null,
        };
}
