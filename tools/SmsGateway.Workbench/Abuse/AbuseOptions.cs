namespace SmsGateway.Workbench.Abuse;

/// <param name="Requests">How many in all.</param>
/// <param name="Seed">Decides every request.</param>
/// <param name="Connections">Open at once.</param>
internal sealed record AbuseOptions(int Requests, int Seed, int Connections = 32)
{
    public static AbuseOptions Read(Arguments arguments) =>
        new(
            arguments.Number("--requests", 1, int.MaxValue) ?? 1_000_000,
            arguments.Number("--seed", 0, int.MaxValue) ?? 1
        );
}
