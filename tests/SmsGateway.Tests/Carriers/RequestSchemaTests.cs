using System.Text.Json;
using SmsGateway.Tests.Carriers.Vonage;
using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class RequestSchemaTests
{
    [Theory]
    [InlineData(
        """{ "to": "61491570156", "from": "Acme", "message_type": "text", "channel": "sms", "text": "x" }""",
        true
    )]
    [InlineData(
        """{ "to": "+61491570156", "from": "Acme", "message_type": "text", "channel": "sms", "text": "x" }""",
        false
    )]
    [InlineData("""{ "to": "61491570156", "from": "Acme", "message_type": "text", "channel": "sms" }""", false)]
    [InlineData(
        """{ "to": "61491570156", "from": "Acme", "message_type": "text", "channel": "sms", "text": "x", "TTL": 20 }""",
        false
    )]
    [InlineData(
        """{ "to": "61491570156", "from": "Acme", "message_type": "text", "channel": "sms", "text": "x", "ttl": 5 }""",
        false
    )]
    public void What_a_carrier_does_not_describe_is_told(string json, bool isDescribed)
    {
        using var body = JsonDocument.Parse(json);
        Assert.Equal(isDescribed, RequestSchema.Mistakes(VonageDescription.Text, body.RootElement).Count == 0);
    }
}
