using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>Look-ups by number while the store takes its time.</summary>
public sealed class SlowSearchTests : IDisposable
{
    private readonly NotedMessages _messages = new();
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationToken Stop { get; } = Patience.Bounded;

    public void Dispose() => _messages.Dispose();

    [Fact]
    public async Task A_read_that_does_not_end_ends_with_the_time_and_what_was_searched_is_told()
    {
        Note();
        var searched = Note();
        StandStillBefore(1);
        var finding = FindAsync(Stop);
        await _stands.Task.WaitAsync(Stop);
        _messages.Gateway.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(finding.IsCompleted);
        _messages.Gateway.Time.Advance(TimeSpan.FromSeconds(1));

        var found = Gateway.ReadJson(await finding.WaitAsync(Stop));

        Assert.Equal([searched.ToString()], found["items"]!.AsArray().Select(item => (string?)item!["id"]));
        Assert.True((bool)found["truncated"]!);
        Assert.Equal(searched.AcceptedAt, found["searchedSince"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task When_nothing_could_be_searched_in_time_it_is_no_empty_list()
    {
        Note();
        StandStillBefore(0);
        var finding = FindAsync(Stop);
        await _stands.Task.WaitAsync(Stop);
        _messages.Gateway.Time.Advance(TimeSpan.FromSeconds(20));

        var reply = await finding.WaitAsync(Stop);

        Assert.Equal(503, reply.Status);
        Assert.Contains(reply.Headers, header => header.Key == "Retry-After");
    }

    [Fact]
    public async Task When_it_cannot_be_read_in_time_how_messages_ended_none_is_said_to_wait()
    {
        Note();
        _messages.Gateway.Deliveries.BeforeFind = async cancellationToken =>
        {
            _stands.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        var finding = FindAsync(Stop);
        await _stands.Task.WaitAsync(Stop);
        _messages.Gateway.Time.Advance(TimeSpan.FromSeconds(20));

        var reply = await finding.WaitAsync(Stop);

        Assert.Equal(503, reply.Status);
        Assert.Contains("messages were found (1)", (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
        Assert.Contains(reply.Headers, header => header.Key == "Retry-After");
    }

    /// <summary>Who waits for a message's end asks again and again.</summary>
    [Fact]
    public async Task A_look_up_by_id_reads_no_further_than_what_it_has_found()
    {
        Note();
        var wanted = _messages.Note();
        StandStillBefore(1);

        var reply = await _messages.ShowAsync(wanted.ToString()).WaitAsync(Stop);

        Assert.Equal("waiting", (string?)Gateway.ReadJson(reply)["state"]);
        Assert.False(_stands.Task.IsCompleted);
    }

    [Fact]
    public async Task A_whole_search_has_searched_a_day()
    {
        Note();

        var found = Gateway.ReadJson(await FindAsync(Stop));

        Assert.False((bool)found["truncated"]!);
        Assert.Equal(
            _messages.Gateway.Time.GetUtcNow().AddDays(-1),
            found["searchedSince"]!.GetValue<DateTimeOffset>()
        );
    }

    [Fact]
    public async Task Of_a_hundred_and_more_it_is_told_from_when_on_all_are()
    {
        for (var i = 0; i < 102; i++)
        {
            Note();
        }

        var found = Gateway.ReadJson(await FindAsync(Stop));

        Assert.True((bool)found["truncated"]!);
        Assert.Equal(
            found["items"]![MessagesHandler.Most - 1]!["acceptedAt"]!.GetValue<DateTimeOffset>(),
            found["searchedSince"]!.GetValue<DateTimeOffset>()
        );
    }

    [Fact]
    public async Task One_search_goes_at_a_time_and_another_waits_for_its_turn()
    {
        Note();
        var goOn = StandStillBefore(0);
        var first = FindAsync(Stop);
        await _stands.Task.WaitAsync(Stop);
        var second = FindAsync(Stop);
        _messages.Gateway.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(second.IsCompleted);
        _messages.Store.BeforeStretch = (_, _) => Task.CompletedTask;
        goOn.SetResult();

        Assert.Equal(200, (await first.WaitAsync(Stop)).Status);
        Assert.Equal(200, (await second.WaitAsync(Stop)).Status);
    }

    [Fact]
    public async Task Who_has_waited_for_five_seconds_is_told_to_come_again()
    {
        Note();
        var goOn = StandStillBefore(0);
        var first = FindAsync(Stop);
        await _stands.Task.WaitAsync(Stop);
        var second = FindAsync(Stop);
        _messages.Gateway.Time.Advance(TimeSpan.FromSeconds(5));

        var reply = await second.WaitAsync(Stop);

        Assert.Equal(503, reply.Status);
        Assert.Contains("Another", (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
        Assert.Contains(reply.Headers, header => header.Key == "Retry-After");
        Assert.False(first.IsCompleted);
        goOn.SetResult();
        Assert.Equal(200, (await first.WaitAsync(Stop)).Status);
        Assert.Equal(200, (await FindAsync(Stop)).Status);
    }

    [Fact]
    public async Task A_search_that_nobody_waits_for_any_more_ends_and_leaves_its_turn()
    {
        Note();
        StandStillBefore(0);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = FindAsync(gone.Token);
        await _stands.Task.WaitAsync(Stop);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Stop));
        _messages.Store.BeforeStretch = (_, _) => Task.CompletedTask;

        Assert.Equal(200, (await FindAsync(Stop).WaitAsync(Stop)).Status);
    }

    /// <summary>As a page of a table that does not come.</summary>
    private TaskCompletionSource StandStillBefore(int stretch)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _messages.Store.BeforeStretch = async (number, cancellationToken) =>
        {
            if (number == stretch)
            {
                _stands.TrySetResult();
                await goOn.Task.WaitAsync(cancellationToken);
            }
        };
        return goOn;
    }

    private MessageId Note()
    {
        _messages.Gateway.Time.Advance(TimeSpan.FromMinutes(1));
        return _messages.Note();
    }

    private Task<HttpReply> FindAsync(CancellationToken gone) => _messages.FindUntilAsync(gone);
}
