using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

/// <summary>Times in a token, by a clock that stands still, with 60 s of tolerance.</summary>
public sealed class TokenTimesTests
{
    private static readonly double Now = Authentication.Now;

    [Theory]
    [InlineData(0, Samples.Caller)]
    [InlineData(300, Samples.Caller)]
    [InlineData(-59.999, Samples.Caller)]
    [InlineData(-60, "Expired")]
    [InlineData(-60.001, "Expired")]
    [InlineData(0.5, Samples.Caller)]
    [InlineData(1e9, Samples.Caller)]
    [InlineData(1e12, Samples.Caller)]
    [InlineData(1e18, Samples.Caller)]
    [InlineData(1e30, Samples.Caller)]
    [InlineData(1e300, Samples.Caller)]
    public async Task Honours_exp(double fromNow, string result) =>
        Assert.Equal(result, await new Authentication().ResultOfAsync(Create(exp: Now + fromNow)));

    [Theory]
    [InlineData(0, Samples.Caller)]
    [InlineData(-1e9, Samples.Caller)]
    [InlineData(-1e300, Samples.Caller)]
    [InlineData(60, Samples.Caller)]
    [InlineData(60.001, "NotYetValid")]
    [InlineData(1e300, "NotYetValid")]
    public async Task Honours_nbf(double fromNow, string result) =>
        Assert.Equal(result, await new Authentication().ResultOfAsync(Create(nbf: Now + fromNow)));

    [Fact]
    public async Task An_exp_before_nbf_is_judged_by_each_of_them() =>
        Assert.Equal(Samples.Caller, await new Authentication().ResultOfAsync(Create(nbf: Now + 50, exp: Now - 50)));

    [Theory]
    [InlineData(-1e9)]
    [InlineData(1e9)]
    [InlineData(1e300)]
    public async Task Iat_alone_decides_nothing(double fromNow) =>
        Assert.Equal(Samples.Caller, await new Authentication().ResultOfAsync(Create(iat: Now + fromNow)));

    [Fact]
    public async Task A_token_expires_while_the_clock_moves()
    {
        var authentication = new Authentication();
        var token = Create(exp: Now + 30);
        Assert.Equal(Samples.Caller, await authentication.ResultOfAsync(token));
        authentication.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(Samples.Caller, await authentication.ResultOfAsync(token));
        authentication.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Expired", await authentication.ResultOfAsync(token));
    }

    [Theory]
    [InlineData(0, Samples.Caller)]
    [InlineData(60, Samples.Caller)]
    [InlineData(60.001, "TooOld")]
    [InlineData(-300, Samples.Caller)]
    [InlineData(-359.999, Samples.Caller)]
    [InlineData(-360, "TooOld")]
    public async Task Honours_the_greatest_age(double issuedFromNow, string result) =>
        Assert.Equal(
            result,
            await new Authentication(
                Authentication.CreateCaller() with
                {
                    MaxTokenAge = TimeSpan.FromSeconds(300),
                }
            ).ResultOfAsync(Create(iat: Now + issuedFromNow))
        );

    [Theory]
    [InlineData(1, Samples.Caller)]
    [InlineData(86_400, Samples.Caller)]
    [InlineData(86_460, Samples.Caller)]
    [InlineData(86_460.5, "ExpiresTooLate")]
    [InlineData(1e300, "ExpiresTooLate")]
    [InlineData(-60, "Expired")]
    public async Task An_expiration_within_a_day_where_it_is_required_is_enough(double fromNow, string result) =>
        Assert.Equal(
            result,
            await new Authentication(Authentication.CreateCaller() with { RequireExpiration = true }).ResultOfAsync(
                Create(exp: Now + fromNow)
            )
        );

    [Fact]
    public async Task Expiry_is_told_only_to_whoever_signed_rightly() =>
        Assert.Equal("Signature", await new Authentication().ResultOfAsync(Create(exp: Now - 3600, secret: "wrong")));
}
