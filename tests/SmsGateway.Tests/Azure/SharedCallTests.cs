using SmsGateway.Azure.Storage;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class SharedCallTests
{
    private readonly List<TaskCompletionSource> _calls = [];
    private readonly SharedCall _shared;

    public SharedCallTests() => _shared = new SharedCall(Call, TimeSpan.Zero, TimeProvider.System);

    [Fact]
    public async Task Who_asks_while_one_runs_gets_the_next_and_shares_it()
    {
        var first = _shared.RunAsync();
        var waiting = Enumerable.Range(0, 50).Select(_ => _shared.RunAsync()).ToList();
        Assert.Single(_calls);
        _calls[0].SetResult();
        await first;
        await UntilAsync(() => _calls.Count == 2);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        var late = _shared.RunAsync();
        _calls[1].SetResult();

        await Task.WhenAll(waiting);
        await UntilAsync(() => _calls.Count == 3);
        Assert.False(late.IsCompleted);
        _calls[2].SetResult();
        await late;
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_share_the_call_and_not_to_the_next()
    {
        var first = _shared.RunAsync();
        var second = _shared.RunAsync();
        _calls[0].SetException(new InvalidOperationException("one"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await UntilAsync(() => _calls.Count == 2);
        _calls[1].SetResult();

        await second;
    }

    [Fact]
    public async Task Calls_begin_no_closer_to_each_other_than_the_pace_and_one_alone_begins_at_once()
    {
        var time = new WatchedTime(Samples.Start);
        var shared = new SharedCall(Call, TimeSpan.FromMilliseconds(25), time);
        _ = shared.RunAsync();
        _calls[0].SetResult();
        time.Advance(TimeSpan.FromMilliseconds(10));
        var many = Enumerable.Range(0, 50).Select(_ => shared.RunAsync()).ToList();

        var wait = await time.NextWaitAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(15), wait);
        Assert.Single(_calls);
        time.Advance(wait);
        await UntilAsync(() => _calls.Count == 2);
        _calls[1].SetResult();
        await Task.WhenAll(many);

        time.Advance(TimeSpan.FromMilliseconds(25));
        _ = shared.RunAsync();
        Assert.Equal(3, _calls.Count);
    }

    [Fact]
    public async Task Who_asks_when_none_runs_begins_one()
    {
        _ = _shared.RunAsync();
        _calls[0].SetResult();
        var second = _shared.RunAsync();

        Assert.Equal(2, _calls.Count);
        Assert.False(second.IsCompleted);
        _calls[1].SetResult();
        await second;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var patience = Patience.Bounded; !isSo(); await Task.Yield())
        {
            patience.ThrowIfCancellationRequested();
        }
    }

    private Task Call()
    {
        var call = new TaskCompletionSource();
        _calls.Add(call);
        return call.Task;
    }
}
