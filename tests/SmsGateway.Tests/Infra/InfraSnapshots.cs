using System.Collections.Concurrent;
using SmsGateway.Tests.Infra;
using Xunit;

[assembly: AssemblyFixture(typeof(InfraSnapshots))]

namespace SmsGateway.Tests.Infra;

/// <summary>infra/ as it stands, compiled once with each set of parameters; and the one compiler of a test run.</summary>
public sealed class InfraSnapshots : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(Deployment? Deployment, string Messages)>>> _results =
        new();

    internal BicepCompiler Compiler { get; } = new();

    public ValueTask DisposeAsync() => Compiler.DisposeAsync();

    internal async Task<Deployment> OfAsync(string parameters) =>
        (await ResultOfAsync(parameters)).Deployment
        ?? throw new InvalidOperationException($"infra/ does not compile: {await MessagesOfAsync(parameters)}");

    /// <summary>What the compiler, its linter included, says.</summary>
    internal async Task<string> MessagesOfAsync(string parameters) => (await ResultOfAsync(parameters)).Messages;

    private Task<(Deployment? Deployment, string Messages)> ResultOfAsync(string parameters) =>
        _results
            .GetOrAdd(
                parameters,
                _ =>
                    new(async () =>
                    {
                        using var infra = new InfraCopy();
                        return await Compiler.SnapshotAsync(infra.WriteParameters(parameters));
                    })
            )
            .Value;
}
