using System.Security.Cryptography;

namespace SmsGateway.Workbench.Crash;

/// <param name="Rounds">How often the gateway is killed.</param>
/// <param name="Seed">Decides the moments of the kills.</param>
/// <param name="Connections">Of the load generator.</param>
internal sealed record CrashOptions(int Rounds, int Seed, int Connections = 32)
{
    public static CrashOptions Read(Arguments arguments) =>
        new(
            arguments.Number("--rounds", 1, 100_000) ?? 200,
            arguments.Number("--seed", 0, int.MaxValue) ?? RandomNumberGenerator.GetInt32(int.MaxValue)
        );
}
