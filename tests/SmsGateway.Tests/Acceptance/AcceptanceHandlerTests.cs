using System.Diagnostics;
using System.Text;
using SmsGateway.Acceptance;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

public sealed class AcceptanceHandlerTests : IDisposable
{
    private const string Good =
        """{"recipient":"+1 500 555 0006","body":"493817 is your code","sender":"Acme","req":{"ip":"203.0.113.9"}}""";

    private readonly Gateway _gateway = new(new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Answers_200_with_the_id_of_what_the_queue_has()
    {
        var reply = await _gateway.PostAsync(Good);
        Assert.Equal(200, reply.Status);
        Assert.Equal("application/json", reply.ContentType);

        var (envelope, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal($$"""{"id":"{{envelope.Id}}"}""", Encoding.UTF8.GetString(reply.Body.Span));
        Assert.Equal(TimeSpan.Zero, delay);
        Assert.Equal(Samples.Caller, envelope.Caller);
        Assert.Equal(Samples.CreateMessage(body: "493817 is your code", sender: "Acme"), envelope.Message);
        Assert.Equal("203.0.113.9", envelope.Context.Ip);
        Assert.Equal(_gateway.Time.GetUtcNow(), envelope.AcceptedAt);
        Assert.Equal(_gateway.Time.GetUtcNow() + TimeSpan.FromMinutes(5), envelope.ExpiresAt);
        Assert.Equal(_gateway.Time.GetUtcNow(), envelope.Id.AcceptedAt);
        Assert.Empty(envelope.Attempts);
    }

    [Fact]
    public async Task Answers_only_when_the_queue_has_it()
    {
        var stored = new TaskCompletionSource();
        _gateway.Queue.Ready = stored.Task;
        var reply = _gateway.PostAsync(Good);
        Assert.False(reply.IsCompleted);

        stored.SetResult();
        Assert.Equal(200, (await reply).Status);
        Assert.Single(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task A_callers_own_life_of_codes_beats_the_default()
    {
        using var gateway = new Gateway(
            options => options with { Callers = [options.Callers[0] with { TimeToLive = TimeSpan.FromSeconds(90) }] },
            new FakeCarrier("one")
        );
        await gateway.PostAsync(Good);
        Assert.Equal(gateway.Time.GetUtcNow() + TimeSpan.FromSeconds(90), gateway.Queue.Enqueued[0].Envelope.ExpiresAt);
    }

    [Fact]
    public async Task The_trace_goes_on_in_the_envelope()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        await _gateway.PostAsync(Good);
        Assert.Equal(activity.Id, _gateway.Queue.Enqueued[0].Envelope.TraceParent);
    }

    /// <summary>A parent that nobody records would keep the delivery from being recorded too.</summary>
    [Fact]
    public async Task A_request_that_is_not_traced_leaves_no_trace_in_the_envelope()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        await _gateway.PostAsync(Good);
        Assert.Null(_gateway.Queue.Enqueued[0].Envelope.TraceParent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_good_token_the_answer_is_401_and_the_body_is_not_read(bool hasToken)
    {
        using var body = new UnreadableStream();
        string[] authorization = hasToken ? [TokenFactory.Bearer(TokenFactory.Create(secret: "wrong"))] : [];
        var reply = await _gateway.Acceptance.HandleAsync(authorization, body, 1_000_000, CancellationToken.None);
        Assert.Equal(401, reply.Status);
        Assert.Equal([new("WWW-Authenticate", "Bearer")], reply.Headers);
        Assert.Equal(0, reply.Body.Length);
        Assert.Null(reply.ContentType);
        Assert.Contains(hasToken ? "401: Signature" : "401: Missing", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_tell_from_the_answer_which_check_failed()
    {
        var replies = new[]
        {
            await _gateway.PostAsync(Good, "no token"),
            await _gateway.PostAsync(Good, TokenFactory.Create(subject: "somebody")),
            await _gateway.PostAsync(Good, TokenFactory.Create(audience: "elsewhere")),
            await _gateway.PostAsync(Good, TokenFactory.Create(secret: "wrong")),
            await _gateway.PostAsync(Good, TokenFactory.Create(exp: 1)),
        };
        Assert.All(
            replies,
            reply =>
                Assert.Equal((401, 0, "Bearer"), (reply.Status, reply.Body.Length, Assert.Single(reply.Headers).Value))
        );
    }

    [Fact]
    public async Task A_flood_of_refusals_does_not_flood_the_log()
    {
        for (var i = 0; i < 1000; i++)
        {
            await _gateway.PostAsync(Good, "no token");
        }

        Assert.Equal(20, _gateway.Log.Count);
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await _gateway.PostAsync(Good, "no token");
        Assert.Contains("980 more", _gateway.Log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_every_mistake_as_problem_details()
    {
        var reply = await _gateway.PostAsync("""{"recipient":"5005550006","sender":"493817493817493817"}""");
        Assert.Equal(400, reply.Status);
        Assert.Equal("application/problem+json", reply.ContentType);
        var problem = Gateway.ReadJson(reply);
        Assert.Equal(400, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["title"]!);
        Assert.Equal(["body", "recipient", "sender"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task A_channel_that_no_carrier_of_the_route_can_do_is_a_mistake()
    {
        using var gateway = new Gateway(new FakeCarrier("one") { Channels = [Channel.Sms] });
        var reply = await gateway.PostAsync("""{"recipient":"+15005550006","body":"a","channel":"voice"}""");
        Assert.Equal(400, reply.Status);
        Assert.Equal(["channel"], Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task Without_the_queue_the_answer_is_503_and_try_again()
    {
        _gateway.Queue.Failure = new StoreUnavailableException("The disk is full.");
        var reply = await _gateway.PostAsync(Good);
        Assert.Equal(503, reply.Status);
        Assert.Equal("Retry-After", Assert.Single(reply.Headers).Key);
        Assert.Contains("The disk is full.", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_our_own_is_never_answered_with_200()
    {
        _gateway.Queue.Failure = new InvalidOperationException("a bug");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _gateway.PostAsync(Good));
    }

    [Fact]
    public async Task A_caller_who_went_away_gets_nothing_stored()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(Good));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _gateway.Acceptance.HandleAsync([TokenFactory.Bearer(TokenFactory.Create())], body, null, gone.Token)
        );
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task Neither_log_nor_answer_holds_body_number_or_token()
    {
        var token = TokenFactory.Create();
        var replies = new List<string>();
        foreach (
            var json in new[]
            {
                Good,
                Good.Replace("+1 500", "500", StringComparison.Ordinal),
                Good[..^1],
                Good.Replace("Acme", "493817-493817-493817", StringComparison.Ordinal),
                Good.Replace(
                    "\"body\"",
                    "\"channel\":\"493817\",\"+15005550006\":1,\"body\"",
                    StringComparison.Ordinal
                ),
                Good + new string(' ', AcceptanceHandler.MaxBodyBytes),
            }
        )
        {
            replies.Add(Encoding.UTF8.GetString((await _gateway.PostAsync(json, token)).Body.Span));
            replies.Add(Encoding.UTF8.GetString((await _gateway.PostAsync(json, token + "x")).Body.Span));
        }

        _gateway.Queue.Failure = new StoreUnavailableException("The disk is full.");
        replies.Add(Encoding.UTF8.GetString((await _gateway.PostAsync(Good, token)).Body.Span));

        var everything = _gateway.Log.Text + string.Join('\n', replies);
        Assert.Contains("+15*******06", everything, StringComparison.Ordinal);
        foreach (
            var secret in new[] { "493817", "5005550006", "555 0006", token, token.Split('.')[2], TokenFactory.Secret }
        )
        {
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        }
    }

    private sealed class UnreadableStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The body was read before the caller was known.");
    }
}
