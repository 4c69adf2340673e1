using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What an operator is told who asks by an id.</summary>
public sealed class MessageByIdTests : IDisposable
{
    private readonly NotedMessages _messages = new();

    public void Dispose() => _messages.Dispose();

    [Fact]
    public async Task Who_asks_by_an_id_of_the_list_gets_what_the_list_says_but_for_the_number()
    {
        _messages.Note(NoteKind.Refused, rule: AdmissionRule.PerNumber);
        _messages.Delivered(_messages.Note());
        await _messages.DiedAsync(_messages.Note(), DeadLetterReason.Rejected);
        _messages.Note();
        _messages.TakeBack(_messages.Note());

        foreach (var row in await _messages.FoundAsync())
        {
            var shown = Gateway.ReadJson(await _messages.ShowAsync((string)row["id"]!));
            if (row["state"]!.ToString() is "waiting" or "refused" or "not accepted")
            {
                // Nobody keeps it: a note has a hash of it.
                row.Remove("recipient");
            }

            Assert.Equal(row.ToJsonString(), shown.ToJsonString());
        }
    }

    [Fact]
    public async Task An_id_is_looked_for_around_its_time_alone()
    {
        var old = _messages.Note();
        _messages.Gateway.Time.Advance(TimeSpan.FromHours(1));
        _messages.Note(number: "+61491570157");
        var stretches = new List<int>();
        _messages.Store.BeforeStretch = (number, _) =>
        {
            stretches.Add(number);
            return Task.CompletedTask;
        };

        Assert.Equal(200, (await _messages.ShowAsync(old.ToString())).Status);

        Assert.Equal([1], stretches);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("019ac3f2b1c87d52a1f4c0de5a7b9e31")]
    [InlineData("ffffffffffff7d52a1f4c0de5a7b9e31")]
    public async Task An_id_that_no_note_has_is_not_found_and_what_that_means_is_said(string id)
    {
        _messages.Note();

        var reply = await _messages.ShowAsync(id);

        Assert.Equal(404, reply.Status);
        Assert.Contains("a day", (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
    }

    /// <summary>A list of one is not needed for that, so an id waits for nobody's turn.</summary>
    [Fact]
    public async Task An_id_whose_notes_do_not_come_is_not_said_to_be_unknown()
    {
        var id = _messages.Note();
        _messages.Store.BeforeStretch = (_, cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        var showing = _messages.ShowAsync(id.ToString());
        _messages.Gateway.Time.Advance(NumberSearch.Limit);

        Assert.Equal(503, (await showing.WaitAsync(Patience.Bounded)).Status);
        _messages.Store.Failure = new StoreUnavailableException("away");
        _messages.Store.BeforeStretch = (_, _) => Task.CompletedTask;
        Assert.Equal(503, (await _messages.ShowAsync(id.ToString())).Status);
    }

    [Fact]
    public async Task Where_nothing_is_noted_an_id_is_not_found_and_why_is_said()
    {
        using var off = new NotedMessages(AdmissionOptions.Off);
        using var tableless = new NotedMessages(store: new FakeAdmissionStore { KeepsNotes = false });

        foreach (var (messages, why) in new[] { (off, "every limit"), (tableless, "no table") })
        {
            var reply = await messages.ShowAsync(messages.Note().ToString());
            Assert.Equal(404, reply.Status);
            Assert.Contains(why, (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
        }
    }
}
