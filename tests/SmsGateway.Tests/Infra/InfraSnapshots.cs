using System.Collections.Concurrent;

namespace SmsGateway.Tests.Infra;

/// <summary>infra/ as it stands, compiled once with each set of parameters, for all tests.</summary>
internal static class InfraSnapshots
{
    private static readonly ConcurrentDictionary<
        string,
        Lazy<Task<(Deployment? Deployment, string Messages)>>
    > Results = new();

    public static async Task<Deployment> OfAsync(string parameters) =>
        (await ResultOfAsync(parameters)).Deployment
        ?? throw new InvalidOperationException($"infra/ does not compile: {await MessagesOfAsync(parameters)}");

    /// <summary>What the compiler, its linter included, says.</summary>
    public static async Task<string> MessagesOfAsync(string parameters) => (await ResultOfAsync(parameters)).Messages;

    private static Task<(Deployment? Deployment, string Messages)> ResultOfAsync(string parameters) =>
        Results
            .GetOrAdd(
                parameters,
                _ =>
                    new(async () =>
                    {
                        using var infra = new InfraCopy();
                        return await infra.SnapshotAsync(parameters);
                    })
            )
            .Value;
}
