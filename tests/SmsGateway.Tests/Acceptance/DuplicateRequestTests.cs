using System.Text;
using SmsGateway.Messages;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

/// <summary>How a request is told from its repetition; that the stores then keep one of them is their contract.</summary>
public sealed class DuplicateRequestTests : IDisposable
{
    private const string Legacy = """{"recipient":"+15005550006","body":"493817 is your code"}""";
    private const string Blocked =
        """{"recipient":"+15005550006","body":"Your account is blocked","correlationId":"abc"}""";

    private const string Action =
        """{"recipient":"+15005550006","body":"493817 is your code","code":"493817","correlationId":"abc"}""";

    private readonly Gateway _gateway = new(new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_repetition_is_answered_with_the_first_id_and_logged_without_its_text()
    {
        Assert.True(MessageId.TryParse("the-first", out var first));
        _gateway.Queue.StoredBefore = first;

        var reply = await _gateway.PostAsync(Legacy);

        Assert.Equal(200, reply.Status);
        Assert.Equal("""{"id":"the-first"}""", Encoding.UTF8.GetString(reply.Body.Span));
        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Contains("the-first", _gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("493817", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Legacy, """{"text":"493817 is your code","recipient":"+1 (500) 555-0006","from":"Acme"}""", true)]
    [InlineData(Legacy, """{"recipient":"+15005550006","body":"493818 is your code"}""", false)]
    [InlineData(Legacy, """{"recipient":"+15005550007","body":"493817 is your code"}""", false)]
    [InlineData(Legacy, """{"recipient":"+15005550006","body":"493817 is your code","code":"493817"}""", true)]
    [InlineData(Legacy, Action, false)]
    [InlineData(
        Action,
        """{"recipient":"+15005550006","body":"another text","code":"493817","correlationId":"abc"}""",
        true
    )]
    [InlineData(
        Action,
        """{"recipient":"+15005550006","body":"493817 is your code","code":"493818","correlationId":"abc"}""",
        false
    )]
    [InlineData(
        Action,
        """{"recipient":"+15005550006","body":"493817 is your code","code":"493817","correlationId":"abd"}""",
        false
    )]
    // In one login, whose messages share their correlation id.
    [InlineData(Action, Action, true)]
    [InlineData(
        Action,
        """{"recipient":"+15005550006","body":"493817 is your code","code":493817,"correlationId":"abc"}""",
        true
    )]
    [InlineData(
        Action,
        """{"recipient":"+15005550006","body":"493817 is your code","code":" 493817\n","correlationId":"abc"}""",
        true
    )]
    [InlineData(Blocked, Blocked, true)]
    [InlineData(
        Blocked,
        """{"recipient":"+15005550006","body":"Your password was changed","correlationId":"abc"}""",
        false
    )]
    [InlineData(
        Blocked,
        """{"recipient":"+15005550006","body":"Your account is blocked","code":"","correlationId":"abc"}""",
        true
    )]
    [InlineData(
        Blocked,
        """{"recipient":"+15005550006","body":"Your password was changed","code":" ","correlationId":"abc"}""",
        false
    )]
    [InlineData(
        Blocked,
        """{"recipient":"+15005550006","body":"Your password was changed","code":null,"correlationId":"abc"}""",
        false
    )]
    public async Task What_counts_as_the_same_message(string first, string second, bool isSame)
    {
        await _gateway.PostAsync(first);
        await _gateway.PostAsync(second);

        Assert.Equal(isSame, _gateway.Queue.Keys[0] == _gateway.Queue.Keys[1]);
    }

    [Fact]
    public async Task The_window_is_ten_seconds_and_can_be_changed()
    {
        await _gateway.PostAsync(Legacy);
        Assert.Equal(TimeSpan.FromSeconds(10), _gateway.Queue.Keys[0].Window);

        using var other = new Gateway(
            options => options with { Acceptance = new() { DuplicateWindow = TimeSpan.FromSeconds(2) } },
            new FakeCarrier("one")
        );
        await other.PostAsync(Legacy);
        Assert.Equal(TimeSpan.FromSeconds(2), other.Queue.Keys[0].Window);
    }

    [Fact]
    public async Task Without_a_window_only_correlated_messages_are_told_apart()
    {
        using var gateway = new Gateway(
            options => options with { Acceptance = new() { DuplicateWindow = TimeSpan.Zero } },
            new FakeCarrier("one")
        );
        await gateway.PostAsync(Legacy);
        await gateway.PostAsync(Legacy);
        Assert.Empty(gateway.Queue.Keys);
        Assert.Equal(2, gateway.Queue.Enqueued.Count);

        await gateway.PostAsync(Action);
        Assert.True(Assert.Single(gateway.Queue.Keys).IsCorrelated);
    }
}
