using System.Net;
using System.Security.Claims;
using SmsGateway.DeadLetters;
using SmsGateway.Functions;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>The handler's rules are tested with the handler; here, that path, query and answer pass through.</summary>
public sealed class DeadLettersTests : IDisposable
{
    private readonly AppInMemory _app = new();
    private readonly Envelope _envelope = AppInMemory.ExpiredEnvelope();

    public DeadLettersTests() =>
        _app.DeadLetters.Add(
            new DeadLetter(_envelope.Id, DeadLetterReason.Expired, _envelope, null, null, AppInMemory.LongAgo)
        );

    private string Id => _envelope.Id.ToString();

    private DeadLetterFunctions Functions => _app.Function<DeadLetterFunctions>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", true)]
    [InlineData("?reason=expired", true)]
    [InlineData("?reason=poison", false)]
    [InlineData("?day=2020-01-02", true)]
    [InlineData("?day=2020-01-03", false)]
    [InlineData("?continue=1", false)]
    public async Task The_list_is_filtered_by_the_query(string query, bool listed)
    {
        var response = await Functions.ListAsync(new FakeHttpRequest("GET", "/api/dead-letters" + query), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(listed, response.Text().Contains(Id, StringComparison.Ordinal));
        Assert.DoesNotContain("424242", response.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_query_is_explained()
    {
        var response = await Functions.ListAsync(
            new FakeHttpRequest("GET", "/api/dead-letters?day=yesterday"),
            Cancellation
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("yyyy-MM-dd", response.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?reveal=false", false)]
    [InlineData("?reveal=1", false)]
    [InlineData("?reveal=true", true)]
    public async Task Codes_are_shown_only_when_asked_for(string query, bool shown)
    {
        var one = await Functions.ShowAsync(
            new FakeHttpRequest("GET", "/api/dead-letters/x" + query),
            Id,
            Cancellation
        );
        var list = await Functions.ListAsync(new FakeHttpRequest("GET", "/api/dead-letters" + query), Cancellation);

        Assert.Equal(shown, one.Text().Contains("424242", StringComparison.Ordinal));
        Assert.Equal(shown, list.Text().Contains("424242", StringComparison.Ordinal));
        Assert.Contains(Id, one.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_one_is_not_found()
    {
        var response = await Functions.ShowAsync(new FakeHttpRequest("GET", "/api/dead-letters/x"), "x", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task An_expired_one_is_replayed_only_when_that_is_allowed()
    {
        var refused = await Functions.ReplayAsync(
            new FakeHttpRequest("POST", "/api/dead-letters/x/replay"),
            Id,
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Empty(_app.Queue.Enqueued);

        var replayed = await Functions.ReplayAsync(
            new FakeHttpRequest("POST", "/api/dead-letters/x/replay?allowExpired=true"),
            Id,
            Cancellation
        );
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        Assert.Equal(_envelope.Id, Assert.Single(_app.Queue.Enqueued).Envelope.Id);
        Assert.Empty(_app.DeadLetters.Records);
    }

    [Fact]
    public async Task A_deleted_one_is_gone_and_the_answer_is_empty()
    {
        var response = await Functions.DeleteAsync(
            new FakeHttpRequest("DELETE", "/api/dead-letters/x"),
            Id,
            Cancellation
        );

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("", response.Text());
        Assert.Empty(_app.DeadLetters.Records);
    }

    [Theory]
    [InlineData("anna-laptop", "function key anna-laptop, who says to be Anna")]
    [InlineData(null, "a function key, who says to be Anna")]
    public async Task The_trail_has_the_name_of_the_function_key(string? key, string who)
    {
        var request = new FakeHttpRequest("GET", "/api/dead-letters/x?reveal=true")
        {
            Claims =
            [
                new("http://schemas.microsoft.com/2017/07/functions/claims/authlevel", "Function"),
                .. key is null
                    ? (Claim[])[]
                    : [new("http://schemas.microsoft.com/2017/07/functions/claims/keyid", key)],
            ],
        };
        await Functions.ShowAsync(request.With("x-operator", "Anna"), Id, Cancellation);

        Assert.Contains(
            $"Operators: Reveal of dead letter {Id} (Expired): Done; by {who}",
            _app.Log.GetSnapshot().Select(line => line.Message)
        );
    }

    public void Dispose() => _app.Dispose();
}
