using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>
/// Whatever comes between two processes and a queue (deaths, stalls, refused calls, lost answers, in any order), no message is
/// without an end, and a second text needs a first one of which nobody could write down that it was sent.
/// </summary>
public sealed class InterleavingTests
{
    private static Gen<Step[]> Schedules { get; } =
        (
            from kind in Gen.Frequency(
                (12, Gen.Constant(StepKind.Answer)),
                (3, Gen.Constant(StepKind.Refuse)),
                (2, Gen.Constant(StepKind.Lose)),
                (1, Gen.Constant(StepKind.Die)),
                (3, Gen.Constant(StepKind.Stop)),
                (3, Gen.Constant(StepKind.GoOn)),
                (6, Gen.Constant(StepKind.Receive)),
                (6, Gen.Constant(StepKind.Pass))
            )
            from which in Gen.Choose(0, 7)
            select new Step(kind, which)
        )
            .ArrayOf()
            .Resize(60);

    [Fact]
    public void Every_message_has_an_end_and_every_text_too_many_a_reason() =>
        Properties.ForAll(Schedules, schedule => Check(schedule, null), runs: 3_000);

    /// <summary>With a seed of its own, which a failure names.</summary>
    [Fact(Explicit = true)]
    public void Every_message_has_an_end_and_every_text_too_many_a_reason_in_a_great_many_schedules() =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300_000).WithQuietOnSuccess(true),
            Prop.ForAll(Schedules.ToArbitrary(), schedule => Check(schedule, null))
        );

    [Fact]
    public void A_retry_that_does_not_ask_whose_the_message_is_would_be_found() =>
        Assert.Contains(
            "texts",
            FailureOf(queue => new Careless(queue, deletesFirst: false)),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_retry_that_deletes_the_message_first_would_be_found() =>
        Assert.Contains(
            "no end",
            FailureOf(queue => new Careless(queue, deletesFirst: true)),
            StringComparison.Ordinal
        );

    private static string FailureOf(Func<StorageSendQueue, IReceiveQueue> change) =>
        Assert
            .ThrowsAny<Exception>(() => Properties.ForAll(Schedules, schedule => Check(schedule, change), runs: 20_000))
            .ToString();

    private static void Check(Step[] schedule, Func<StorageSendQueue, IReceiveQueue>? change)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            using var world = new World(messages: 2, change);
            Array.ForEach(schedule, world.Do);
            world.Finish();
            Assert.Null(world.Fault);
            Assert.True(world.Fates.Values.All(fate => fate.HasEnd), "A message has no end.");
            Assert.True(
                !world.Fates.Values.Any(fate => fate.IsSentTooOften),
                "A message has more texts than reasons: "
                    + string.Join(", ", world.Fates.Values.Select(fate => $"{fate.Texts} of 1 + {fate.Unrecorded}"))
            );
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>The queue with one rule broken.</summary>
    private sealed class Careless(StorageSendQueue queue, bool deletesFirst) : IReceiveQueue
    {
        public async ValueTask<bool> RetryAsync(
            QueueLease lease,
            Envelope envelope,
            TimeSpan delay,
            CancellationToken cancellationToken
        )
        {
            if (deletesFirst && !await queue.CompleteAsync(lease, cancellationToken))
            {
                return false;
            }

            await queue.EnqueueAsync(envelope, delay, cancellationToken);
            return true;
        }

        public ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken) =>
            queue.CompleteAsync(lease, cancellationToken);

        public ValueTask<bool> ReleaseAsync(
            QueueLease lease,
            TimeSpan delay,
            bool countsAsReceived,
            CancellationToken cancellationToken
        ) => queue.ReleaseAsync(lease, delay, countsAsReceived, cancellationToken);

        public ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken) =>
            throw new UnreachableException();
    }
}
