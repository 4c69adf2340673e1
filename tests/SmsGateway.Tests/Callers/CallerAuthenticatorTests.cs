using Microsoft.Extensions.Time.Testing;
using SmsGateway.Callers;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

public sealed class CallerAuthenticatorTests
{
    private readonly Authentication _authentication = new();

    [Fact]
    public async Task Accepts_a_token_with_subject_audience_and_signature_only()
    {
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create()));
        Assert.Empty(_authentication.Secrets.Refreshes);
    }

    [Theory]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"typ":"JWT","alg":"HS256","kid":"k1"}""")]
    [InlineData(
        """{"alg":"HS256","kid":"k1","jku":"https://attacker.example/keys","jwk":{"kty":"oct","k":"AAAA"},"x5c":["AAAA"]}"""
    )]
    [InlineData("""{"\u0061lg":"HS256","typ":"at+jwt"}""")]
    public async Task Other_header_fields_change_nothing(string header) =>
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create(header: header)));

    [Theory]
    [InlineData("\"iss\":\"Auth0\",\"jti\":\"1\",\"scope\":\"a b\"")]
    [InlineData("\"iss\":5,\"roles\":[\"a\",{\"b\":[null,true]}],\"actort\":\"e30.e30.e30\"")]
    [InlineData("\"iat\":1,\"address\":{\"street\":\"1\"},\"empty\":\"\",\"null\":null")]
    [InlineData("\"big\":123456789012345678901234567890,\"tiny\":1e-300,\"when\":\"2026-03-04T12:00:00Z\"")]
    public async Task Other_claims_change_nothing(string claims) =>
        Assert.Equal(
            Samples.Caller,
            await _authentication.ResultOfAsync(
                Create(payload: $$"""{"sub":"{{Subject}}","aud":"{{Audience}}",{{claims}}}""")
            )
        );

    [Fact]
    public async Task Finds_its_audience_in_an_array() =>
        Assert.Equal(
            Samples.Caller,
            await _authentication.ResultOfAsync(Create(audiences: ["https://other.example/", Audience]))
        );

    [Theory]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("Bearer   ")]
    public async Task Takes_the_scheme_in_any_case(string scheme) =>
        Assert.IsType<CallerResult.Authenticated>(await _authentication.CheckAsync(scheme + Create()));

    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task Takes_the_longer_hashes_where_they_are_configured(string algorithm)
    {
        var authentication = new Authentication(Authentication.CreateCaller() with { Algorithms = [algorithm] });
        Assert.Equal(Samples.Caller, await authentication.ResultOfAsync(Create(algorithm: algorithm)));
        Assert.Equal("Algorithm", await authentication.ResultOfAsync(Create()));
        Assert.Equal("Signature", await authentication.ResultOfAsync(Create(algorithm: algorithm, signAs: "HS256")));
    }

    [Fact]
    public async Task Tells_callers_apart_that_share_subject_and_audience_by_their_secrets()
    {
        var authentication = new Authentication(
            Authentication.CreateCaller("first", secretName: "first"),
            Authentication.CreateCaller("second", secretName: "second")
        );
        authentication.Secrets.With("first", "the first caller's secret").With("second", "the second caller's secret");
        Assert.Equal("first", await authentication.ResultOfAsync(Create(secret: "the first caller's secret")));
        Assert.Equal("second", await authentication.ResultOfAsync(Create(secret: "the second caller's secret")));
        Assert.Equal("Signature", await authentication.ResultOfAsync(Create(secret: "the third caller's secret")));
    }

    [Fact]
    public async Task One_callers_secret_does_not_sign_for_another()
    {
        var authentication = new Authentication(
            Authentication.CreateCaller("first", subject: "one", secretName: "first"),
            Authentication.CreateCaller("second", subject: "two", secretName: "second")
        );
        authentication.Secrets.With("first", "the first caller's secret").With("second", "the second caller's secret");
        Assert.Equal(
            "first",
            await authentication.ResultOfAsync(Create(subject: "one", secret: "the first caller's secret"))
        );
        Assert.Equal(
            "Signature",
            await authentication.ResultOfAsync(Create(subject: "two", secret: "the first caller's secret"))
        );
    }

    [Theory]
    [InlineData(CallerScheme.Jwt)]
    [InlineData(CallerScheme.StaticBearer)]
    public async Task One_callers_missing_secret_shuts_nobody_else_out(CallerScheme scheme)
    {
        var authentication = new Authentication(
            Authentication.CreateCaller("broken", secretName: "missing") with
            {
                Scheme = scheme,
            },
            Authentication.CreateCaller("sound"),
            Authentication.CreateCaller("also broken", subject: null, secretName: "missing") with
            {
                SubjectSecretName = "missing",
            }
        );
        Assert.Equal("sound", await authentication.ResultOfAsync(Create()));
        Assert.Equal("SecretUnavailable", await authentication.ResultOfAsync(Create(subject: "somebody")));
    }

    [Fact]
    public async Task Subject_and_audience_can_be_secrets_with_a_previous_version()
    {
        // MessageMedia's hosted gateway for Auth0: the API key as subject, its secret as audience, and one word that signs.
        var authentication = new Authentication(
            Authentication.CreateCaller("messagemedia", null, null, "word") with
            {
                SubjectSecretName = "key",
                AudienceSecretName = "secret",
            }
        );
        authentication
            .Secrets.With("word", "MessageMedia")
            .With("key", "AbCdEf123", "OldKey")
            .With("secret", "s3cr3t", "OldSecret");
        Assert.Equal(
            "messagemedia",
            await authentication.ResultOfAsync(Create("AbCdEf123", "s3cr3t", secret: "MessageMedia"))
        );
        Assert.Equal(
            "messagemedia",
            await authentication.ResultOfAsync(Create("OldKey", audiences: ["x", "OldSecret"], secret: "MessageMedia"))
        );
        Assert.Equal(
            "Subject",
            await authentication.ResultOfAsync(Create("abcdef123", "s3cr3t", secret: "MessageMedia"))
        );
        Assert.Equal(
            "Audience",
            await authentication.ResultOfAsync(Create("AbCdEf123", "S3CR3T", secret: "MessageMedia"))
        );
        Assert.Equal(
            "Signature",
            await authentication.ResultOfAsync(Create("AbCdEf123", "s3cr3t", secret: "Messagemedia"))
        );
    }

    [Fact]
    public async Task Without_callers_everything_is_refused()
    {
        var authenticator = new CallerAuthenticator(
            new CallerWatch([], TimeProvider.System),
            new FakeSecretStore(),
            new FakeTimeProvider(Samples.Start)
        );
        Assert.IsType<CallerResult.Refused>(await authenticator.CheckAsync([Bearer(Create())], CancellationToken.None));
    }

    [Fact]
    public async Task A_broken_secret_store_is_no_reason_to_let_anybody_in()
    {
        _authentication.Secrets.Remove(Authentication.SecretName);
        Assert.Equal(
            nameof(SecretUnavailableException).Replace("Exception", "", StringComparison.Ordinal),
            await _authentication.ResultOfAsync(Create())
        );
    }
}
