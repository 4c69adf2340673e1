using System.Text;
using SmsGateway.Messages;
using SmsGateway.Notifications;
using SmsGateway.Secrets;
using Xunit;

namespace SmsGateway.Tests.Notifications;

public sealed class WebhookSignatureTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The example that libraries of Standard Webhooks are tested with.</summary>
    private const string Expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Theory]
    [InlineData(Key)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Signs_as_Standard_Webhooks_has_it(string key) =>
        Assert.Equal(Expected, Sign(new SecretVersions(new Sensitive(key), null)));

    [Fact]
    public void Signs_with_both_versions_while_a_key_is_rotated()
    {
        var other = new Sensitive(Convert.ToBase64String(new byte[32]));

        var both = Sign(new SecretVersions(other, new Sensitive(Key))).Split(' ');

        Assert.Equal([Sign(new SecretVersions(other, null)), Expected], both);
    }

    [Theory]
    [InlineData("whsec_not base64", "base64")]
    [InlineData("whsec_AAAA", "24 to 64 bytes")]
    public void A_key_that_is_none_is_told_of_without_it(string key, string word)
    {
        var mistake = WebhookSignature.Mistake(new Sensitive(key));

        Assert.Contains(word, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(key["whsec_".Length..], mistake, StringComparison.Ordinal);
    }

    private static string Sign(SecretVersions secret) =>
        WebhookSignature.Of(
            secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")
        );
}
