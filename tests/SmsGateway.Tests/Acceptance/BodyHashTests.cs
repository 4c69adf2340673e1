using System.Text;
using SmsGateway.Acceptance;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Acceptance;

/// <summary>A token that was signed for one body comes with no other.</summary>
public sealed class BodyHashTests : IDisposable
{
    private const string Body = """{"recipient":"+15005550006","body":"493817 is your code"}""";
    private const string Other = """{"recipient":"+15005550007","body":"493817 is your code"}""";

    private readonly Gateway _gateway = new(new FakeCarrier("one"));
    private readonly Gateway _strict = new(
        options => options with { Callers = [Authentication.CreateCaller() with { RequireBodyHash = true }] },
        new FakeCarrier("one")
    );

    public void Dispose()
    {
        _gateway.Dispose();
        _strict.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_own_body_is_taken_and_another_refused_whatever_the_setting(bool isRequired)
    {
        var gateway = isRequired ? _strict : _gateway;
        Assert.Equal(200, (await gateway.PostAsync(Body, Create(bodyHash: HashOf(Body)))).Status);
        foreach (var body in new[] { Other, Body + " ", Body[..^1], "", "{}" })
        {
            var reply = await gateway.PostAsync(body, Create(bodyHash: HashOf(Body)));
            Assert.Equal((401, 0, "Bearer"), (reply.Status, reply.Body.Length, Assert.Single(reply.Headers).Value));
        }

        Assert.Single(gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task Where_it_is_required_a_token_without_it_is_refused_before_its_body_is_read()
    {
        using var body = new BodyThatIsNotRead();
        var reply = await _strict.Acceptance.HandleAsync([Bearer(Create())], body, null, CancellationToken.None);

        Assert.Equal(401, reply.Status);
        Assert.Equal(200, (await _gateway.PostAsync(Body, Create())).Status);
        Assert.Contains("401: BodyHash", _strict.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reason_is_in_the_log_and_the_metric_alone()
    {
        using var refused = _gateway.Telemetry.Collect<long>("sms.refused");
        var hash = HashOf(Body);
        await _gateway.PostAsync(Other, Create(bodyHash: hash));

        Assert.Equal(["status=401 reason=BodyHash"], refused.Tags);
        Assert.Contains("401: BodyHash", _gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(hash, _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_the_hash()
    {
        using var body = new BodyThatIsNotRead();
        var token = Create(secret: "another", bodyHash: HashOf(Body));
        await _strict.Acceptance.HandleAsync([Bearer(token)], body, null, CancellationToken.None);

        Assert.Contains("401: Signature", _strict.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_the_longest_length_is_compared_whole()
    {
        var longest = Body.PadRight(AcceptanceHandler.MaxBodyBytes);
        var changed = longest[..^1] + "\n";

        Assert.Equal(200, (await _strict.PostAsync(longest, Create(bodyHash: HashOf(longest)))).Status);
        Assert.Equal(401, (await _strict.PostAsync(changed, Create(bodyHash: HashOf(longest)))).Status);
        Assert.Equal(413, (await _strict.PostAsync(longest + " ", Create(bodyHash: HashOf(longest + " ")))).Status);
    }

    private sealed class BodyThatIsNotRead() : MemoryStream(Encoding.UTF8.GetBytes(Body))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The body was read.");
    }
}
