using System.Globalization;
using Azure.Storage.Queues;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// The Functions app while its storage is away for a minute. Not among the tests that run one at a time, and one class each: nearly
/// all of it is waiting.
/// </summary>
public abstract class FunctionsOutageTest
{
    private protected const int Connections = 4;

    private protected static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Every accepted message is at a carrier or a dead letter, or still in the queue: one that was handed out when the store went
    /// away could not be taken over, and is hidden for the trigger's ten minutes.
    /// </summary>
    private protected static async Task NoneIsLostAsync(StorageRun run, GatewayProcess app, SteadyLoad load)
    {
        string[] accepted = [.. load.Answers.Select(answer => answer.Id).OfType<string>()];
        Dictionary<string, int> seen = [];
        long missing = 0;
        long? hidden = 0;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    hidden = await app.QueuedAsync(Cancellation);
                    seen = await run.Carriers.SeenAsync(Cancellation);
                    var deadLetters = await app.DeadLettersAsync(Cancellation);
                    missing = accepted.Count(id => !seen.ContainsKey(id) && !deadLetters.ContainsKey(id));
                    return missing <= hidden && await IsQuietAsync(run);
                },
                Bound,
                Cancellation
            ),
            $"{missing} messages are missing, and {hidden} in the queue"
        );
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{accepted.Length} accepted, of which {missing} hidden still and {accepted.Count(id => seen.GetValueOrDefault(id) > 1)} sent more than once; {load.CountOf(503)} refused with 503"
            )
        );
    }

    /// <summary>Whether no message is waiting to be handed out.</summary>
    private static async Task<bool> IsQuietAsync(StorageRun run) =>
        (
            await new QueueClient(run.Azurite.ConnectionString, AzureStorageOptions.SendQueue).PeekMessageAsync(
                Cancellation
            )
        ).Value
            is null;
}
