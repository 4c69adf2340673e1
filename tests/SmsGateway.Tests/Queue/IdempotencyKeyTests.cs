using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Queue;

public sealed class IdempotencyKeyTests
{
    private static readonly Sensitive Secret = new("secret");
    private static readonly SmsMessage Message = Samples.CreateMessage(body: "493817 is your code");

    [Fact]
    public void The_same_message_has_the_same_key()
    {
        Assert.Equal(OfText(Message), OfText(Samples.CreateMessage(body: "493817 is your code")));
        Assert.Equal(Correlated(Message, "abc", "493817"), Correlated(Message, "abc", "493817"));
    }

    [Fact]
    public void With_a_code_the_wording_and_the_sender_do_not_matter()
    {
        var other = Samples.CreateMessage(body: "Ihr Code: 493817", sender: "Acme");

        Assert.Equal(Correlated(Message, "abc", "493817"), Correlated(other, "abc", "493817"));
    }

    [Fact]
    public void Whatever_else_differs_it_is_another_message()
    {
        var keys = new[]
        {
            OfText(Message),
            OfText(Samples.CreateMessage(body: "493818 is your code")),
            OfText(Samples.CreateMessage(recipient: "+15005550010", body: "493817 is your code")),
            OfText(Message with { Channel = Channel.Voice }),
            IdempotencyKey.OfText(Secret, "other", Message, TimeSpan.FromSeconds(10)),
            IdempotencyKey.OfText(new Sensitive("other"), "auth0", Message, TimeSpan.FromSeconds(10)),
            Correlated(Message, "abc", "493817"),
            Correlated(Message, "abc", "493818"),
            Correlated(Message, "abd", "493817"),
            Correlated(Message, "abc", null),
            Correlated(Samples.CreateMessage(body: "493818 is your code"), "abc", null),
            Correlated(Message with { Channel = Channel.Voice }, "abc", "493817"),
            Correlated(Message, "abc 4", "93817"),
            Correlated(Samples.CreateMessage(body: "493817"), "abc", null),
        };

        Assert.Equal(keys.Length, keys.Select(key => key.Hash).Distinct().Count());
    }

    [Fact]
    public void A_correlated_message_is_known_as_long_as_its_code_lives_and_ten_minutes_at_most()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Correlated(Message, "abc", null).Window);
        Assert.Equal(TimeSpan.FromMinutes(10), Correlated(Message, "abc", null, TimeSpan.FromHours(1)).Window);
        Assert.True(Correlated(Message, "abc", null).IsCorrelated);
        Assert.False(OfText(Message).IsCorrelated);
    }

    private static IdempotencyKey OfText(SmsMessage message) =>
        IdempotencyKey.OfText(Secret, "auth0", message, TimeSpan.FromSeconds(10));

    private static IdempotencyKey Correlated(
        SmsMessage message,
        string correlationId,
        string? code,
        TimeSpan? timeToLive = null
    ) =>
        IdempotencyKey.Correlated(
            Secret,
            "auth0",
            message,
            correlationId,
            code is null ? null : new Sensitive(code),
            timeToLive ?? TimeSpan.FromMinutes(5)
        );
}
