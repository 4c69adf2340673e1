using System.Collections.Concurrent;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>Of all gateways on an account one at a time deletes what is old.</summary>
public sealed class TrimTurnTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly SettableTime _time = new(TimeProvider.System.GetUtcNow());
    private StorageFront _front = null!;
    private StorageTest _storage = null!;

    private CancellationToken Stop { get; } = Patience.Bounded;

    public async ValueTask InitializeAsync()
    {
        _front = await StorageFront.StartAsync(await azurite.GetAsync());
        var options = await azurite.NewStoreAsync();
        _storage = new StorageTest(options with { ConnectionString = new Sensitive(_front.ConnectionString) });
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Dispose();
        await _front.DisposeAsync();
    }

    [Fact]
    public async Task It_is_anothers_when_it_is_over()
    {
        var (one, other) = (NewTurn(), NewTurn());
        Assert.True(await one.TakeAsync());
        Assert.True(await one.KeepAsync());
        Assert.False(await other.TakeAsync());

        _time.Advance(TrimTurn.Length);

        Assert.True(await other.TakeAsync());
        Assert.False(await one.KeepAsync());
        Assert.False(await one.TakeAsync());
    }

    [Fact]
    public async Task Who_needs_it_for_longer_keeps_it()
    {
        var (one, other) = (NewTurn(), NewTurn());
        Assert.True(await one.TakeAsync());
        for (var i = 0; i < 4; i++)
        {
            _time.Advance(TrimTurn.Length * 0.6);
            Assert.True(await one.KeepAsync());
        }

        Assert.False(await other.TakeAsync());
    }

    /// <summary>Its end was reckoned a moment after the look that took it began.</summary>
    [Fact]
    public async Task Whose_own_is_about_to_end_takes_the_next()
    {
        var (one, other) = (NewTurn(), NewTurn());
        Assert.True(await one.TakeAsync());
        _time.Advance(TrimTurn.Length - TimeSpan.FromMilliseconds(1));

        Assert.False(await other.TakeAsync());
        Assert.True(await one.TakeAsync());
    }

    [Fact]
    public async Task Of_many_who_come_at_once_one_has_it()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewTurn().TakeAsync()));
        Assert.Single(taken, isTaken => isTaken);

        _time.Advance(TrimTurn.Length);
        taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewTurn().TakeAsync()));
        Assert.Single(taken, isTaken => isTaken);
    }

    [Fact]
    public async Task One_that_a_wrong_clock_has_made_too_long_is_not_believed()
    {
        var ahead = new TrimTurn(_storage.Account.Notes!, "a", new SettableTime(_time.GetUtcNow().AddDays(1)));
        Assert.True(await ahead.TakeAsync());

        Assert.True(await NewTurn().TakeAsync());
    }

    [Fact]
    public async Task Several_instances_delete_what_is_old_once()
    {
        var table = new TableOutcomes(_storage.Account.Notes, Kept, TimeProvider.System);
        var accepted = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, 130).Select(_ => WriteAsync(table, accepted)));
        var deletions = new ConcurrentQueue<string>();
        _front.Instead = request =>
        {
            if (request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal))
            {
                deletions.Enqueue(request.Path);
            }

            return null;
        };

        var later = accepted.AddDays(3);
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    WriteAsync(new TableOutcomes(_storage.Account.Notes, Kept, new SettableTime(later)), later)
                )
        );

        Assert.True(
            await Poll.UntilAsync(async () => await CountAsync() == 4, TimeSpan.FromSeconds(30), Stop),
            $"{await CountAsync()} are left."
        );
        Assert.Equal(2, deletions.Count);
    }

    private TrimTurn NewTurn() => new(_storage.Account.Notes!, "a", _time);

    private static Task WriteAsync(TableOutcomes table, DateTimeOffset acceptedAt) =>
        table.WriteAsync(new MessageOutcome(MessageId.New(acceptedAt), "{}"u8.ToArray()));

    private async Task<int> CountAsync() => (await TableRows.OfAsync(_storage.Account, "ended-", "ended/", Stop)).Count;
}
