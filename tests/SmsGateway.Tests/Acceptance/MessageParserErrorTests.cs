using System.Text;
using FsCheck.Fluent;
using SmsGateway.Acceptance;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

public sealed class MessageParserErrorTests
{
    private const string WholeDocument = "";

    [Fact]
    public void Lists_every_mistake_at_once_under_its_field()
    {
        var longText = new string('x', MessageParser.MaxFieldLength + 1);
        var errors = ParseInvalid(
            $$"""
            {"recipient":"15005550006","body":"{{new string(
                'b',
                1601
            )}}","sender":"far too long a sender","channel":"fax","code":"{{longText}}","correlationId":"{{longText}}",
             "locale":7,"messageType":[],"organization":{},"clientId":true,"req":"x"}
            """
        );
        Assert.Equal(["body", "channel", "code", "correlationId", "recipient", "sender"], errors.Keys);
        Assert.All(errors.Values, messages => Assert.Single(messages));
    }

    [Theory]
    [InlineData("{}", "body,recipient")]
    [InlineData("{\"recipient\":null,\"body\":null}", "body,recipient")]
    [InlineData("{\"recipient\":\"\",\"body\":\"\"}", "body,recipient")]
    [InlineData("{\"recipient\":5,\"body\":{}}", "body,recipient")]
    [InlineData("{\"recipient\":[\"+15005550006\"],\"body\":\"a\"}", "recipient")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\" \\t\\n\"}", "body")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"\\u0000\\u0001\"}", "body")]
    [InlineData("{\"recipient\":\"+44 7700 900123 (2)\",\"body\":\"a\"}", "recipient")]
    [InlineData("{\"recipient\":\"+44 7700 900123 x12\",\"body\":\"a\"}", "recipient")]
    [InlineData("{\"recipient\":\"+15005550006\",\"text\":5}", "text")]
    [InlineData("{\"recipient\":\"+15005550006\",\"text\":\"\"}", "text")]
    [InlineData("{\"recipient\":\"1\",\"body\":\"a\",\"from\":\"+1\"}", "from,recipient")]
    [InlineData("{\"recipient\":\"+15005550006\",\"from\":{}}", "body,from")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"message_type\":\"fax\"}", "message_type")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"message_type\":1}", "message_type")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"channel\":\"otp_verify\"}", "channel")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"code\":{}}", "code")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"correlationId\":[\"a\"]}", "correlationId")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"correlationId\":true}", "correlationId")]
    [InlineData("{\"RECIPIENT\":\"+15005550006\",\"Body\":\"a\"}", "body,recipient")]
    public void Names_the_field_that_was_sent(string json, string fields) =>
        Assert.Equal(fields.Split(','), ParseInvalid(json).Keys);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("recipient=%2B15005550006&body=a")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\"")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\"}{}")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",}")]
    [InlineData("{\"recipient\":\"+15005550006\",/**/\"body\":\"a\"}")]
    [InlineData("{'recipient':'+15005550006','body':'a'}")]
    [InlineData("{\"recipient\":\"+15005550006\",\"recipient\":\"+15005550007\",\"body\":\"a\"}")]
    [InlineData("{\"recipient\":\"+15005550006\",\"\\u0072ecipient\":\"+15005550007\",\"body\":\"a\"}")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"\\ud800\"}")]
    [InlineData("{\"recipient\":\"+15005550006\",\"body\":\"a\",\"code\":\"\\udc00\"}")]
    public void What_is_not_one_json_object_is_wrong_as_a_whole(string json) =>
        Assert.Equal([WholeDocument], ParseInvalid(json).Keys);

    [Theory]
    [InlineData("body")]
    [InlineData("text")]
    [InlineData("sender")]
    [InlineData("from")]
    [InlineData("channel")]
    [InlineData("message_type")]
    [InlineData("code")]
    [InlineData("correlationId")]
    public void What_a_message_is_made_of_is_there_once(string field) =>
        Assert.Equal(
            [WholeDocument],
            ParseInvalid($$"""{"recipient":"+15005550006","body":"a","{{field}}":"a","{{field}}":"a"}""").Keys
        );

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0xED)]
    public void Bad_utf8_is_wrong_as_a_whole(int value)
    {
        var bytes = Encoding.UTF8.GetBytes("""{"recipient":"+15005550006","body":"#"}""");
        bytes[Array.IndexOf(bytes, (byte)'#')] = (byte)value;
        Assert.Equal([WholeDocument], Assert.IsType<MessageResult.Invalid>(MessageParser.Parse(bytes)).Errors.Keys);
    }

    [Fact]
    public void Never_quotes_a_value()
    {
        var errors = ParseInvalid(
            """{"recipient":"005550006","body":49381700,"sender":"493817-493817-493817","channel":"493817","req":"493817"}"""
        );
        var text = string.Concat(errors.SelectMany(error => error.Value));
        Assert.DoesNotContain("493817", text, StringComparison.Ordinal);
        Assert.DoesNotContain("5550006", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_json_is_parsed_or_refused_but_never_an_exception()
    {
        const string Json =
            """{"recipient":"+15005550006","body":"49\u00e93817","req":{"ip":"::1","geoip":{"countryCode":"AU"}},"message_type":"sms"}""";
        var damaged =
            from position in Gen.Choose(0, Json.Length - 1)
            from value in Gen.Choose(0, 255)
            from length in Gen.Choose(0, Json.Length)
            select (position, value, length);
        Properties.ForAll(
            damaged,
            damage =>
            {
                var bytes = Encoding.UTF8.GetBytes(Json);
                bytes[damage.position] = (byte)damage.value;
                Assert.NotNull(MessageParser.Parse(bytes));
                Assert.NotNull(MessageParser.Parse(bytes.AsMemory(0, damage.length)));
            },
            runs: 3000
        );
    }

    private static IReadOnlyDictionary<string, string[]> ParseInvalid(string json) =>
        Assert.IsType<MessageResult.Invalid>(MessageParser.Parse(Encoding.UTF8.GetBytes(json))).Errors;
}
