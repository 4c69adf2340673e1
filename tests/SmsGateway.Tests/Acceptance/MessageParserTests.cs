using System.Text;
using System.Text.Json;
using SmsGateway.Acceptance;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

public sealed class MessageParserTests
{
    [Fact]
    public void Reads_the_legacy_connections_request()
    {
        // The shape of a captured request, with forward_req_info on.
        var (message, context) = ParseValid(
            """
            {
              "recipient": "+61040000000",
              "body": "Your verification code is: 493817",
              "sender": "+15555555555",
              "req": { "ip": "203.0.113.9", "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" }
            }
            """
        );
        Assert.Equal(
            Samples.CreateMessage("+6140000000", "Your verification code is: 493817", "+15555555555"),
            message
        );
        Assert.Equal(
            RequestContext.Empty with
            {
                Ip = "203.0.113.9",
                UserAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
            },
            context
        );
    }

    [Fact]
    public void Reads_the_request_shown_in_the_documentation_with_spaces_in_the_number()
    {
        var (message, context) = ParseValid(
            """{"recipient":"+1 399 999","body":"This is the message body","sender":"+1 234 567"}"""
        );
        Assert.Equal(Samples.CreateMessage("+1399999", "This is the message body", "+1234567"), message);
        Assert.Equal(RequestContext.Empty, context);
    }

    [Fact]
    public void Reads_the_request_of_the_passwordless_migration_sample()
    {
        // "sender" is undefined there and so not sent; "req" is the whole event.request.
        var (message, context) = ParseValid(
            """
            {
              "recipient": "+15005550006",
              "body": "493817 is your code",
              "req": {
                "ip": "203.0.113.9",
                "method": "POST",
                "hostname": "tenant.example",
                "language": "en",
                "user_agent": "curl/8",
                "geoip": { "cityName": "Sydney", "countryCode": "AU", "latitude": -33.8, "longitude": 151.2 }
              }
            }
            """
        );
        Assert.Null(message.Sender);
        Assert.Equal(RequestContext.Empty with { Ip = "203.0.113.9", UserAgent = "curl/8", Country = "AU" }, context);
    }

    [Theory]
    [InlineData("text", Channel.Sms)]
    [InlineData("sms", Channel.Sms)]
    [InlineData("voice", Channel.Voice)]
    public void Reads_the_request_of_the_custom_provider_sample(string messageType, Channel channel)
    {
        var (message, _) = ParseValid(
            $$"""
            {"from":"+15005550001","action":"second-factor-authenticator","language":"en","recipient":"+15005550006","message_type":"{{messageType}}","text":"493817 is your code","code":"493817"}
            """
        );
        Assert.Equal(
            Samples.CreateMessage("+15005550006", "493817 is your code", "+15005550001", channel, "en"),
            message with
            {
                Code = null,
            }
        );
        // A call spells it, and a text may become one.
        Assert.Equal("493817", message.Code?.Reveal());
    }

    [Fact]
    public void Reads_every_further_field()
    {
        var (message, context) = ParseValid(
            """
            {"recipient":"+15005550006","body":"493817","channel":"voice","code":"493817","locale":"en_US","messageType":"otp_enroll","correlationId":"c-1","organization":"org_1","clientId":"client_1","userId":"sms|1"}
            """
        );
        Assert.Equal(
            Samples.CreateMessage(body: "493817", channel: Channel.Voice, locale: "en_US") with
            {
                Code = new Sensitive("493817"),
            },
            message
        );
        Assert.Equal(new RequestContext(null, null, null, "otp_enroll", "c-1", "org_1", "client_1", "sms|1"), context);
    }

    [Theory]
    [InlineData("\"body\":\"a\",\"text\":\"b\"", "a")]
    [InlineData("\"body\":null,\"text\":\"b\"", "b")]
    [InlineData("\"text\":\"b\"", "b")]
    [InlineData("\"body\":\"\",\"text\":\"b\"", "b")]
    [InlineData("\"body\":\" \\n\",\"text\":\"b\"", "b")]
    [InlineData("\"body\":\"a\",\"text\":\"\"", "a")]
    [InlineData("\"body\":\"a\",\"text\":7", "a")]
    public void A_fields_own_name_wins_over_its_alias(string fields, string body) =>
        Assert.Equal(body, ParseValid($$"""{"recipient":"+15005550006",{{fields}}}""").Message.Body.Reveal());

    [Theory]
    [InlineData("\"channel\":\"voice\",\"message_type\":\"text\"", Channel.Voice, null)]
    [InlineData("\"message_type\":\"otp_verify\"", Channel.Sms, "otp_verify")]
    [InlineData("\"message_type\":\"otp_verify\",\"messageType\":\"change_password\"", Channel.Sms, "change_password")]
    [InlineData("\"channel\":\"\"", Channel.Sms, null)]
    [InlineData("\"channel\":null", Channel.Sms, null)]
    [InlineData("\"channel\":\"SMS\"", Channel.Sms, null)]
    [InlineData("\"channel\":\"Text\"", Channel.Sms, null)]
    [InlineData("\"channel\":\"Voice\"", Channel.Voice, null)]
    [InlineData("\"message_type\":\"VOICE\"", Channel.Voice, null)]
    [InlineData("\"channel\":\"\",\"message_type\":\"voice\"", Channel.Voice, null)]
    [InlineData("\"channel\":\" \",\"message_type\":\"voice\"", Channel.Voice, null)]
    [InlineData("\"channel\":\"sms\",\"message_type\":\"voice\"", Channel.Sms, null)]
    public void Tells_channel_and_purpose_apart(string fields, Channel channel, string? purpose)
    {
        var (message, context) = ParseValid($$"""{"recipient":"+15005550006","body":"a",{{fields}}}""");
        Assert.Equal(channel, message.Channel);
        Assert.Equal(purpose, context.MessageType);
    }

    [Theory]
    [InlineData("\"sender\":\"\"")]
    [InlineData("\"sender\":\"  \"")]
    [InlineData("\"sender\":null")]
    [InlineData("\"req\":null")]
    [InlineData("\"req\":{}")]
    [InlineData("\"req\":{\"ip\":5,\"user-agent\":{},\"geoip\":\"AU\"}")]
    [InlineData("\"req\":{\"geoip\":{\"countryCode\":[]}}")]
    [InlineData("\"locale\":null,\"code\":null,\"messageType\":\"\"")]
    [InlineData(
        "\"locale\":7,\"messageType\":[\"otp_verify\"],\"clientId\":{\"client_id\":\"c\"},\"userId\":7,\"req\":\"x\""
    )]
    [InlineData("\"locale\":{},\"language\":false,\"messageType\":1,\"clientId\":true,\"req\":[{}]")]
    [InlineData("\"organization\":{\"name\":\"a\"}")]
    [InlineData("\"organization\":{\"id\":7}")]
    [InlineData("\"organization\":[\"org_1\"]")]
    [InlineData("\"clientId\":\"\\ud800\",\"req\":{\"ip\":\"\\udc00\"}")]
    [InlineData("\"unknown\":{\"a\":[1,2,{\"b\":null}]}")]
    [InlineData("\"unknown\":1,\"unknown\":2")]
    [InlineData("\"\\ud800\":1")]
    [InlineData("\"req\":{\"\\ud800\":1,\"x\":1,\"x\":2}")]
    [InlineData("\"organization\":{\"metadata\":{\"a\":1,\"a\":2}}")]
    [InlineData("\"req\":{\"geoip\":{\"a\":1,\"a\":{\"b\":1,\"b\":1}}}")]
    [InlineData("\"from\":\"\",\"locale\":\"\",\"language\":\"\"")]
    public void Empty_and_unknown_fields_are_as_good_as_absent(string field)
    {
        var (message, context) = ParseValid($$"""{"recipient":"+15005550006","body":"493817",{{field}}}""");
        Assert.Equal(Samples.CreateMessage(body: "493817"), message);
        Assert.Equal(RequestContext.Empty, context);
    }

    [Fact]
    public void Of_an_organization_that_is_sent_whole_the_id_is_kept()
    {
        // event.organization of an Action, as it is.
        var (_, context) = ParseValid(
            """
            {"recipient":"+15005550006","body":"a","organization":{"id":"org_1","name":"a","display_name":"A","metadata":{"plan":"x"}}}
            """
        );
        Assert.Equal(RequestContext.Empty with { Organization = "org_1" }, context);
    }

    [Theory]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("1.50", "1.50")]
    [InlineData("\"c-1\"", "c-1")]
    public void A_correlation_id_may_be_a_number(string value, string expected) =>
        Assert.Equal(
            expected,
            ParseValid(
                $$"""{"recipient":"+15005550006","body":"a","code":493817,"correlationId":{{value}}}"""
            ).Context.CorrelationId
        );

    [Fact]
    public void Long_informational_values_are_cut_short_and_not_refused()
    {
        var longText = new string('x', 3000);
        var cut = longText[..MessageParser.MaxFieldLength];
        var (message, context) = ParseValid(
            $$"""
            {"recipient":"+15005550006","body":"a","locale":"{{longText}}","messageType":"{{longText}}","organization":{"id":"{{longText}}"},"clientId":"{{longText}}","userId":"{{longText}}"}
            """
        );
        Assert.Equal(cut, message.Locale);
        Assert.Equal(
            RequestContext.Empty with
            {
                MessageType = cut,
                Organization = cut,
                ClientId = cut,
                UserId = cut,
            },
            context
        );
    }

    [Fact]
    public void A_long_user_agent_is_cut_short_and_not_refused()
    {
        var (_, context) = ParseValid(
            $$"""{"recipient":"+15005550006","body":"a","req":{"user-agent":"{{new string('u', 5000)}}"} }"""
        );
        Assert.Equal(new string('u', MessageParser.MaxFieldLength), context.UserAgent);
    }

    [Fact]
    public void A_text_is_never_cut_inside_a_character()
    {
        var agent = new string('u', MessageParser.MaxFieldLength - 1) + "😀";
        var (_, context) = ParseValid(
            $$"""{"recipient":"+15005550006","body":"a","req":{"user-agent":"{{agent}}"} }"""
        );
        Assert.Equal(new string('u', MessageParser.MaxFieldLength - 1), context.UserAgent);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.IsType<MessageResult.Valid>(
            MessageParser.Parse(Encoding.UTF8.GetBytes("\uFEFF{\"recipient\":\"+15005550006\",\"body\":\"a\"}"))
        );

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("[{\"a\":", "}]")]
    public void What_is_only_passed_on_may_be_as_deep_as_it_likes(string open, string close)
    {
        foreach (var levels in new[] { 32, 33, 1000 })
        {
            var deep =
                string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
            foreach (var field in new[] { "x", "req", "organization", "clientId", "locale" })
            {
                var (message, context) = ParseValid(
                    $$"""{"recipient":"+15005550006","body":"493817","{{field}}":{{deep}}}"""
                );
                Assert.Equal(Samples.CreateMessage(body: "493817"), message);
                Assert.Equal(RequestContext.Empty, context);
            }
        }
    }

    [Fact]
    public void Of_a_member_that_is_there_twice_the_last_is_passed_on()
    {
        var (_, context) = ParseValid(
            """{"recipient":"+15005550006","body":"a","clientId":"a","clientId":"b","req":{"ip":"1","ip":"2"}}"""
        );
        Assert.Equal(RequestContext.Empty with { ClientId = "b", Ip = "2" }, context);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("é")]
    [InlineData("e\u0301")]
    [InlineData("😀")]
    [InlineData("👍🏽")]
    [InlineData("🇦🇺")]
    [InlineData("\r\n")]
    public void Takes_a_body_of_1_to_1600_characters_as_a_reader_counts_them(string character)
    {
        string Body(int count) => "<" + string.Concat(Enumerable.Repeat(character, count - 2)) + ">";
        string Json(int count) => JsonSerializer.Serialize(new { recipient = "+15005550006", body = Body(count) });

        Assert.Equal(Body(3), ParseValid(Json(3)).Message.Body.Reveal());
        Assert.Equal(Body(1600), ParseValid(Json(1600)).Message.Body.Reveal());
        var errors = Assert
            .IsType<MessageResult.Invalid>(MessageParser.Parse(Encoding.UTF8.GetBytes(Json(1601))))
            .Errors;
        Assert.Equal(["body"], errors.Keys);
    }

    [Fact]
    public void A_character_of_endless_accents_is_not_one() =>
        Assert.IsType<MessageResult.Invalid>(
            MessageParser.Parse(
                Encoding.UTF8.GetBytes($$"""{"recipient":"+15005550006","body":"a{{new string('\u0301', 6400)}}"}""")
            )
        );

    [Theory]
    [InlineData("  G\\r\\n<b>\\u20ac\\ud83d\\ude00 ", "  G\r\n<b>\u20ac\uD83D\uDE00 ")]
    [InlineData("a\\u0000b\\u0001c\\u001fd", "a b c d")]
    [InlineData("a\\tb\\fc\\bd", "a b c d")]
    [InlineData("a\\u007fb\\u0085c\\u009fd", "a b c d")]
    [InlineData("a\\u200db\\u2028c\\ufffed", "a\u200Db\u2028c\uFFFEd")]
    public void The_body_is_kept_as_it_is_but_for_control_characters(string json, string expected) =>
        Assert.Equal(
            expected,
            ParseValid($$"""{"recipient":"+15005550006","body":"{{json}}"}""").Message.Body.Reveal()
        );

    private static (SmsMessage Message, RequestContext Context) ParseValid(string json)
    {
        var valid = Assert.IsType<MessageResult.Valid>(MessageParser.Parse(Encoding.UTF8.GetBytes(json)));
        return (valid.Message, valid.Context);
    }
}
