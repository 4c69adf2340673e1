using System.Security.Cryptography;

namespace SmsGateway.Workbench.Failover;

/// <param name="Messages">Posted in each row, after those that warm up.</param>
/// <param name="PerSecond">On average, at random moments.</param>
/// <param name="Seed">Decides the moments.</param>
internal sealed record FailoverOptions(int Messages, int PerSecond, int Seed)
{
    public static FailoverOptions Read(Arguments arguments) =>
        new(
            arguments.Number("--messages", 100, 1_000_000) ?? 5000,
            arguments.Number("--rate", 1, 5000) ?? 200,
            arguments.Number("--seed", 0, int.MaxValue) ?? RandomNumberGenerator.GetInt32(int.MaxValue)
        );
}
