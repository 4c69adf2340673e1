using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Acceptance;

/// <summary>A token with a name is one message's: brought again with the same body it is the same message.</summary>
public sealed class TokenReplayTests : IDisposable
{
    private const string Body = """{"recipient":"+15005550006","body":"493817 is your code"}""";
    private const string WithCode = """{"recipient":"+15005550006","body":"493817 is your code","code":"493817"}""";
    private const string Correlated =
        """{"recipient":"+15005550006","body":"493817 is your code","correlationId":"abc"}""";

    private static readonly double Now = Authentication.Now;

    private readonly Gateway _gateway = new(new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(Body, "a", Body, "a", true)]
    [InlineData(Body, "a", """{"text":"493817 is your code","recipient":"+1 500 555 0006","from":"Acme"}""", "a", true)]
    [InlineData(Body, "a", Body, "b", false)]
    [InlineData(Body, "a", Body, null, false)]
    // Somebody's own Action may sign the same name into every token.
    [InlineData(Body, "a", """{"recipient":"+15005550006","body":"493818 is your code"}""", "a", false)]
    [InlineData(Body, "a", """{"recipient":"+15005550007","body":"493817 is your code"}""", "a", false)]
    [InlineData(
        Body,
        "a",
        """{"recipient":"+15005550006","body":"493817 is your code","channel":"voice"}""",
        "a",
        false
    )]
    [InlineData(Body, "a", WithCode, "a", false)]
    [InlineData(WithCode, "a", WithCode, "a", true)]
    [InlineData(WithCode, "a", """{"recipient":"+15005550006","body":"other words","code":"493817"}""", "a", false)]
    // When Auth0 runs an Action anew, the message has its correlation id and another token.
    [InlineData(Correlated, "a", Correlated, "b", true)]
    [InlineData(Correlated, "a", Correlated, null, true)]
    [InlineData(Correlated, "a", Body, "a", false)]
    public async Task What_counts_as_the_same_message(
        string first,
        string? firstId,
        string second,
        string? secondId,
        bool isSame
    )
    {
        await _gateway.PostAsync(first, Create(jti: firstId, exp: Now + 60, iat: Now));
        await _gateway.PostAsync(second, Create(jti: secondId, exp: Now + 61, iat: Now));

        Assert.Equal(isSame, _gateway.Queue.Keys[0].Hash == _gateway.Queue.Keys[1].Hash);
    }

    [Fact]
    public async Task One_callers_name_is_not_anothers()
    {
        using var gateway = new Gateway(
            options => options with { Callers = [Authentication.CreateCaller("other")] },
            new FakeCarrier("one")
        );
        await _gateway.PostAsync(Body, Create(jti: "a"));
        await gateway.PostAsync(Body, Create(jti: "a"));

        Assert.NotEqual(_gateway.Queue.Keys[0].Hash, gateway.Queue.Keys[0].Hash);
    }

    [Theory]
    [InlineData(60.0, 0.0, 180)]
    [InlineData(3600.0, 0.0, 600)]
    [InlineData(60.0, null, 600)]
    // A token that never ends names its message for as long as the code lives.
    [InlineData(null, null, 300)]
    public async Task It_is_known_in_every_process_for_as_long_as_the_token_can_come_again(
        double? exp,
        double? iat,
        int seconds
    )
    {
        await _gateway.PostAsync(Body, Create(jti: "a", exp: Now + exp, iat: Now + iat));

        var key = Assert.Single(_gateway.Queue.Keys);
        Assert.Equal((TimeSpan.FromSeconds(seconds), true), (key.Window, key.IsCorrelated));
    }

    /// <summary>A store may compare with what the second request says.</summary>
    [Fact]
    public async Task The_window_is_the_same_whenever_the_token_comes()
    {
        var token = Create(jti: "a", exp: Now + 60, iat: Now);
        await _gateway.PostAsync(Body, token);
        _gateway.Time.Advance(TimeSpan.FromSeconds(100));
        await _gateway.PostAsync(Body, token);

        Assert.Equal(_gateway.Queue.Keys[0], _gateway.Queue.Keys[1]);
    }

    [Fact]
    public async Task A_window_of_zero_is_for_messages_that_nothing_names()
    {
        using var gateway = new Gateway(
            options => options with { Acceptance = new() { DuplicateWindow = TimeSpan.Zero } },
            new FakeCarrier("one")
        );
        await gateway.PostAsync(Body, Create(jti: "a"));

        Assert.True(Assert.Single(gateway.Queue.Keys).IsCorrelated);
    }

    [Fact]
    public async Task The_longest_window_is_ten_minutes()
    {
        await _gateway.PostAsync(Body, Create(jti: "a", exp: 1e300));

        Assert.Equal(IdempotencyKey.LongestWindow, Assert.Single(_gateway.Queue.Keys).Window);
    }
}
