using System.Text;
using FsCheck.Fluent;
using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

public sealed class SigningSecretTests
{
    private readonly Authentication _authentication = new();

    [Theory]
    [InlineData("MessageMedia")]
    [InlineData("MySecretToSignTheToken")]
    [InlineData("x")]
    [InlineData("ein Schlüssel mit Umlauten äöü und 😀")]
    public async Task A_secret_of_any_length_verifies(string secret)
    {
        _authentication.Secrets.With(Authentication.SecretName, secret);
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create(secret: secret)));
        Assert.Equal("Signature", await _authentication.ResultOfAsync(Create(secret: secret + "!")));
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void Secrets_around_the_hashes_block_sizes_verify(string algorithm)
    {
        var authentication = new Authentication(Authentication.CreateCaller() with { Algorithms = [algorithm] });
        Properties.ForAll(
            Gen.Choose(1, 200),
            length =>
            {
                var secret = new string('s', length);
                authentication.Secrets.With(Authentication.SecretName, secret);
                Assert.Equal(Samples.Caller, ResultOf(authentication, Create(secret: secret, algorithm: algorithm)));
                Assert.Equal("Signature", ResultOf(authentication, Create(secret: secret + "s", algorithm: algorithm)));
            },
            runs: 100
        );
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoL-_8")]
    [InlineData("AAECAwQFBgcICQoL+/8")]
    [InlineData("AAECAwQFBgcICQoL+/8=")]
    [InlineData(" AAECAwQFBgcICQoL-_8\n")]
    public async Task A_secret_in_base64url_or_standard_base64_is_decoded(string secret)
    {
        byte[] key = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0xFB, 0xFF];
        var authentication = new Authentication(
            Authentication.CreateCaller() with
            {
                SigningSecretEncoding = SecretEncoding.Base64Url,
            }
        );
        authentication.Secrets.With(Authentication.SecretName, secret);
        Assert.Equal(Samples.Caller, await authentication.ResultOfAsync(Create(key: key)));
        Assert.Equal("Signature", await authentication.ResultOfAsync(Create(key: Encoding.UTF8.GetBytes(secret))));
    }

    [Theory]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("====")]
    [InlineData("not base64!")]
    [InlineData("A")]
    public async Task A_secret_that_decodes_to_nothing_is_no_key(string secret)
    {
        var authentication = new Authentication(
            Authentication.CreateCaller() with
            {
                SigningSecretEncoding = SecretEncoding.Base64Url,
            }
        );
        authentication.Secrets.With(Authentication.SecretName, secret);
        Assert.Equal("SecretUnavailable", await authentication.ResultOfAsync(Create(key: [])));
        Assert.Equal("SecretUnavailable", await authentication.ResultOfAsync(Create(key: new byte[64])));
    }

    [Fact]
    public async Task An_empty_secret_is_no_key()
    {
        _authentication.Secrets.With(Authentication.SecretName, "");
        Assert.Equal("SecretUnavailable", await _authentication.ResultOfAsync(Create(key: [])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("the old secret as plain text!")]
    public async Task A_previous_version_that_is_no_key_does_not_spoil_the_current_one(string previous)
    {
        byte[] key = [1, 2, 3, 4, 5, 6];
        var authentication = new Authentication(
            Authentication.CreateCaller() with
            {
                SigningSecretEncoding = SecretEncoding.Base64Url,
            }
        );
        authentication.Secrets.With(Authentication.SecretName, Base64Url(key), previous);
        Assert.Equal(Samples.Caller, await authentication.ResultOfAsync(Create(key: key)));
        Assert.Equal("Signature", await authentication.ResultOfAsync(Create(key: [])));
    }

    [Fact]
    public async Task Current_and_previous_version_are_both_accepted()
    {
        _authentication.Secrets.With(Authentication.SecretName, "the new secret", "the old secret");
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create(secret: "the new secret")));
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create(secret: "the old secret")));
        Assert.Equal("Signature", await _authentication.ResultOfAsync(Create(secret: "the oldest secret")));
    }

    [Fact]
    public async Task A_rotated_secret_is_fetched_when_a_signature_is_unknown()
    {
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create()));
        _authentication.Secrets.Rotate(Authentication.SecretName, "the new secret", Secret);

        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create(secret: "the new secret")));
        Assert.Equal([Authentication.SecretName], _authentication.Secrets.Refreshes);

        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create()));
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create(secret: "the new secret")));
        Assert.Single(_authentication.Secrets.Refreshes);
    }

    [Fact]
    public async Task A_wrong_signature_asks_for_one_refresh_only()
    {
        Assert.Equal("Signature", await _authentication.ResultOfAsync(Create(secret: "wrong")));
        Assert.Equal([Authentication.SecretName], _authentication.Secrets.Refreshes);
    }

    [Fact]
    public async Task While_the_secret_cannot_be_read_anew_a_signature_it_does_not_fit_is_not_called_wrong()
    {
        _authentication.Secrets.IsAway = true;
        Assert.Equal("SecretUnavailable", await _authentication.ResultOfAsync(Create(secret: "a newer one, perhaps")));
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(Create()));
        Assert.Equal("Audience", await _authentication.ResultOfAsync(Create(audience: "elsewhere")));
    }

    [Fact]
    public async Task A_token_for_nobody_asks_for_no_refresh()
    {
        await _authentication.ResultOfAsync(Create(subject: "somebody"));
        await _authentication.ResultOfAsync(Create(audience: "elsewhere"));
        await _authentication.ResultOfAsync(Create(algorithm: "RS256"));
        await _authentication.ResultOfAsync("no token");
        Assert.Empty(_authentication.Secrets.Refreshes);
    }

    private static string ResultOf(Authentication authentication, string token) =>
        authentication.ResultOfAsync(token).AsTask().GetAwaiter().GetResult();
}
