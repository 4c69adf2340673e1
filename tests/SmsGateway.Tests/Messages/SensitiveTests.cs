using System.Text.Json;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class SensitiveTests
{
    [Fact]
    public void Hides_its_text_however_it_is_shown()
    {
        var secret = new Sensitive("493817");
        var message = Samples.CreateMessage(body: "493817");
        foreach (
            var shown in new[]
            {
                secret.ToString(),
                $"{secret}",
                JsonSerializer.Serialize(secret),
                message.ToString(),
                Samples.CreateEnvelope(message: message).ToString(),
            }
        )
        {
            Assert.DoesNotContain("493817", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Never_shows_any_text() =>
        Properties.ForAll(Properties.Text, text => Assert.Equal("***", new Sensitive(text).ToString()));

    [Fact]
    public void Reveals_its_text_when_asked_by_name()
    {
        Assert.Equal("493817", new Sensitive("493817").Reveal());
        Assert.Equal(6, new Sensitive("493817").Length);
    }

    [Fact]
    public void Is_equal_by_its_text()
    {
        Assert.Equal(new Sensitive("a"), new Sensitive("a"));
        Assert.NotEqual(new Sensitive("a"), new Sensitive("A"));
        Assert.Equal(new Sensitive("a").GetHashCode(), new Sensitive("a").GetHashCode());
        Assert.Throws<ArgumentNullException>(() => new Sensitive(null!));
    }
}
