using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class IdempotencyWindowTests
{
    private static readonly IdempotencyKey Key = new(7, TimeSpan.FromSeconds(10), IsCorrelated: false);

    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly IdempotencyWindow _once;
    private int _stored;
    private MessageId? _ended;

    public IdempotencyWindowTests() => _once = new IdempotencyWindow(_time);

    [Fact]
    public async Task Whoever_comes_while_the_first_is_storing_waits_for_its_id()
    {
        var storing = new TaskCompletionSource<MessageId?>();
        var first = _once.StoreAsync(Key, () => storing.Task, HasEndedAsync);
        var second = _once.StoreAsync(Key, StoreAsync, HasEndedAsync);
        Assert.False(second.IsCompleted);
        var id = MessageId.New(_time.GetUtcNow());
        storing.SetResult(id);

        Assert.Equal(id, await first);
        Assert.Equal(id, await second);
        Assert.Equal(0, _stored);
    }

    [Fact]
    public async Task When_the_first_fails_those_who_waited_try_once_themselves()
    {
        var storing = new TaskCompletionSource<MessageId?>();
        var first = _once.StoreAsync(Key, () => storing.Task, HasEndedAsync);
        var second = _once.StoreAsync(Key, StoreAsync, HasEndedAsync);
        var third = _once.StoreAsync(Key, StoreAsync, HasEndedAsync);
        storing.SetException(new StoreUnavailableException("away"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        Assert.Equal(await second, await third);
        Assert.Equal(1, _stored);
    }

    [Fact]
    public async Task Nobody_waits_through_a_row_of_failures()
    {
        var storing = new TaskCompletionSource<MessageId?>();
        var calls = 0;
        var stores = Enumerable
            .Range(0, 5)
            .Select(_ =>
                _once.StoreAsync(
                    Key,
                    () =>
                    {
                        calls++;
                        return calls == 1
                            ? storing.Task
                            : Task.FromException<MessageId?>(new StoreUnavailableException("away"));
                    },
                    HasEndedAsync
                )
            )
            .ToList();
        storing.SetException(new StoreUnavailableException("away"));

        foreach (var store in stores)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store);
        }
    }

    [Fact]
    public async Task The_window_begins_with_the_first_and_is_not_prolonged()
    {
        var first = await _once.StoreAsync(Key, StoreAsync, HasEndedAsync);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(first, await _once.StoreAsync(Key, StoreAsync, HasEndedAsync));
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.NotEqual(first, await _once.StoreAsync(Key, StoreAsync, HasEndedAsync));
        Assert.Equal(2, _stored);
    }

    [Fact]
    public async Task A_message_that_takes_longer_than_the_window_to_store_is_still_stored_once()
    {
        var storing = new TaskCompletionSource<MessageId?>();
        var first = _once.StoreAsync(Key, () => storing.Task, HasEndedAsync);
        _time.Advance(TimeSpan.FromSeconds(11));
        var second = _once.StoreAsync(Key, StoreAsync, HasEndedAsync);
        storing.SetResult(MessageId.New(_time.GetUtcNow()));

        Assert.Equal(await first, await second);
        Assert.Equal(0, _stored);
    }

    [Fact]
    public async Task A_message_that_has_ended_is_a_new_one_and_that_is_told_from_its_repetitions()
    {
        var first = await _once.StoreAsync(Key, StoreAsync, HasEndedAsync);
        _ended = first;
        var again = await _once.StoreAsync(Key, StoreAsync, HasEndedAsync);

        Assert.NotEqual(first, again);
        Assert.Equal(again, await _once.StoreAsync(Key, StoreAsync, HasEndedAsync));
        Assert.Equal(2, _stored);
    }

    [Fact]
    public async Task A_message_that_is_not_admitted_is_not_remembered_and_those_who_waited_ask_for_themselves()
    {
        var storing = new TaskCompletionSource<MessageId?>();
        var first = _once.StoreAsync(Key, () => storing.Task, HasEndedAsync);
        var asked = 0;
        var second = _once.StoreAsync(
            Key,
            () =>
            {
                asked++;
                return Task.FromResult<MessageId?>(null);
            },
            HasEndedAsync
        );
        storing.SetResult(null);

        Assert.Null(await first);
        Assert.Null(await second);
        Assert.Equal(1, asked);
        Assert.NotNull(await _once.StoreAsync(Key, StoreAsync, HasEndedAsync));
    }

    [Fact]
    public async Task Of_a_message_that_its_caller_has_named_nothing_is_remembered_once_it_is_stored()
    {
        var named = Key with { IsCorrelated = true };
        await _once.StoreAsync(named, StoreAsync, HasEndedAsync);
        await _once.StoreAsync(named, StoreAsync, HasEndedAsync);

        Assert.Equal(2, _stored);
    }

    private Task<bool> HasEndedAsync(MessageId id) => Task.FromResult(id == _ended);

    private Task<MessageId?> StoreAsync()
    {
        _stored++;
        return Task.FromResult<MessageId?>(MessageId.New(_time.GetUtcNow()));
    }
}
