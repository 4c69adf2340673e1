using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

/// <summary>A caller whose subject and audience are secrets, and rotate as such.</summary>
public sealed class RotatedClaimsTests
{
    private readonly Authentication _authentication = new(
        Authentication.CreateCaller("messagemedia", null, null, "word") with
        {
            SubjectSecretName = "key",
            AudienceSecretName = "secret",
        }
    );

    public RotatedClaimsTests() =>
        _authentication.Secrets.With("word", "MessageMedia").With("key", "key-1").With("secret", "secret-1");

    [Theory]
    [InlineData("key-2", "secret-1")]
    [InlineData("key-1", "secret-2")]
    [InlineData("key-2", "secret-2")]
    public async Task Rotated_ones_are_fetched_when_a_token_fits_none(string subject, string audience)
    {
        _authentication.Secrets.Rotate("key", "key-2", "key-1");
        _authentication.Secrets.Rotate("secret", "secret-2", "secret-1");

        Assert.Equal("messagemedia", await ResultAsync(subject, audience));
        Assert.Equal(["key", "secret", "word"], _authentication.Secrets.Refreshes.Order());

        foreach (var (key, secret) in new[] { ("key-1", "secret-1"), ("key-2", "secret-2"), ("key-1", "secret-2") })
        {
            Assert.Equal("messagemedia", await ResultAsync(key, secret));
        }

        Assert.Equal(3, _authentication.Secrets.Refreshes.Count);
    }

    [Theory]
    [InlineData("wrong", "secret-1", "MessageMedia", "Subject")]
    [InlineData("key-1", "wrong", "MessageMedia", "Audience")]
    [InlineData("key-1", "secret-1", "wrong", "Signature")]
    [InlineData("wrong", "wrong", "wrong", "Subject")]
    public async Task Whatever_is_wrong_the_same_is_asked_and_read(
        string subject,
        string audience,
        string word,
        string reason
    )
    {
        Assert.Equal(reason, await ResultAsync(subject, audience, word));
        Assert.Equal(["key", "secret", "word"], _authentication.Secrets.Refreshes.Order());
    }

    [Fact]
    public async Task A_token_that_no_rotation_could_make_right_asks_for_no_refresh()
    {
        Assert.Equal(
            "Subject",
            await _authentication.ResultOfAsync(Create("wrong", "secret-1", secret: "MessageMedia", algorithm: "HS512"))
        );
        Assert.Equal(
            "Algorithm",
            await _authentication.ResultOfAsync(Create("key-1", "secret-1", secret: "MessageMedia", algorithm: "HS512"))
        );
        Assert.Equal(
            "Expired",
            await _authentication.ResultOfAsync(
                Create("key-1", "secret-1", secret: "MessageMedia", exp: Authentication.Now - 3600)
            )
        );
        Assert.Empty(_authentication.Secrets.Refreshes);
    }

    [Fact]
    public async Task A_wrong_setting_beside_a_secret_asks_for_no_refresh()
    {
        var authentication = new Authentication(
            Authentication.CreateCaller("mixed", audience: null, secretName: "word") with
            {
                AudienceSecretName = "secret",
            }
        );
        authentication.Secrets.With("word", "MessageMedia").With("secret", "secret-1");
        Assert.Equal("Subject", await authentication.ResultOfAsync(Create("wrong", "wrong", secret: "MessageMedia")));
        Assert.Empty(authentication.Secrets.Refreshes);
        Assert.Equal("Audience", await authentication.ResultOfAsync(Create(audience: "wrong", secret: "MessageMedia")));
        Assert.Equal(["secret", "word"], authentication.Secrets.Refreshes.Order());
    }

    [Fact]
    public async Task Another_callers_token_asks_for_no_refresh()
    {
        var authentication = new Authentication(
            Authentication.CreateCaller("first", null, null, "word") with
            {
                SubjectSecretName = "key",
                AudienceSecretName = "secret",
            },
            Authentication.CreateCaller("second")
        );
        authentication.Secrets.With("word", "MessageMedia").With("key", "key-1").With("secret", "secret-1");
        Assert.Equal("second", await authentication.ResultOfAsync(Create()));
        Assert.Empty(authentication.Secrets.Refreshes);
    }

    private ValueTask<string> ResultAsync(string subject, string audience, string word = "MessageMedia") =>
        _authentication.ResultOfAsync(Create(subject, audience, secret: word));
}
