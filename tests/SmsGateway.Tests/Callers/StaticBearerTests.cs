using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Callers;

public sealed class StaticBearerTests
{
    private static readonly CallerOptions Action = new()
    {
        Name = "action",
        Scheme = CallerScheme.StaticBearer,
        SigningSecretName = "bearer",
    };

    private readonly Authentication _authentication = new(Authentication.CreateCaller(), Action);

    public StaticBearerTests() => _authentication.Secrets.With("bearer", "a fixed secret", "the former secret");

    [Theory]
    [InlineData("a fixed secret")]
    [InlineData("the former secret")]
    public async Task The_secret_itself_authenticates(string token) =>
        Assert.Equal("action", await _authentication.ResultOfAsync(token));

    [Theory]
    [InlineData("")]
    [InlineData("A fixed secret")]
    [InlineData("a fixed secre")]
    [InlineData("a fixed secret!")]
    [InlineData("a fixed secret, the former secret")]
    public async Task Anything_else_does_not(string token) =>
        Assert.Equal("Malformed", await _authentication.ResultOfAsync(token));

    [Fact]
    public async Task A_token_beside_it_still_works() =>
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(TokenFactory.Create()));

    [Fact]
    public async Task A_bearer_secret_signs_no_token() =>
        Assert.Equal("Signature", await _authentication.ResultOfAsync(TokenFactory.Create(secret: "a fixed secret")));

    [Fact]
    public async Task A_signing_secret_is_no_bearer() =>
        Assert.Equal("Malformed", await _authentication.ResultOfAsync(TokenFactory.Secret));

    [Fact]
    public async Task An_empty_secret_lets_nobody_in()
    {
        _authentication.Secrets.With("bearer", "", "");
        Assert.Equal("Malformed", await _authentication.ResultOfAsync(""));
        Assert.Equal(
            RefusalReason.Malformed,
            Assert.IsType<CallerResult.Refused>(await _authentication.CheckAsync("Bearer     ")).Reason
        );
    }

    [Fact]
    public async Task A_rotated_secret_is_fetched_when_a_bearer_is_unknown()
    {
        _authentication.Secrets.Rotate("bearer", "the newest secret", "a fixed secret");
        Assert.Equal("action", await _authentication.ResultOfAsync("the newest secret"));
        Assert.Equal(["bearer"], _authentication.Secrets.Refreshes);

        Assert.Equal("action", await _authentication.ResultOfAsync("the newest secret"));
        Assert.Equal("action", await _authentication.ResultOfAsync("a fixed secret"));
        Assert.Single(_authentication.Secrets.Refreshes);
        Assert.Equal("Malformed", await _authentication.ResultOfAsync("the former secret"));
    }

    [Fact]
    public async Task A_token_that_another_caller_signed_asks_for_no_refresh()
    {
        await _authentication.ResultOfAsync(TokenFactory.Create());
        Assert.Empty(_authentication.Secrets.Refreshes);
    }

    [Fact]
    public async Task Of_two_callers_with_one_secret_the_first_is_meant() =>
        Assert.Equal("action", await Twice().ResultOfAsync("a fixed secret"));

    private static Authentication Twice()
    {
        var authentication = new Authentication(Action, Action with { Name = "again" });
        authentication.Secrets.With("bearer", "a fixed secret");
        return authentication;
    }
}
