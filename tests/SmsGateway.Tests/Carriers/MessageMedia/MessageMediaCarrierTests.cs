using System.Globalization;
using System.Text;
using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.MessageMedia;

public sealed class MessageMediaCarrierTests : CarrierContract
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "MessageMedia"), ("ApiKeySecretName", "mm-key"), ("ApiSecretSecretName", "mm-secret")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets =>
        [("mm-key", "key-4711"), ("mm-secret", "sec-0815")];

    protected override CarrierAnswer AcceptedAnswer =>
        new(
            202,
            $$"""
            {
              "messages": [
                {
                  "message_id": "877c19ef-fa2e-4cec-827a-e1df9b5509f7", "status": "queued", "format": "SMS", "delivery_report": true,
                  "destination_number": "{{CarrierHarness.Recipient}}", "content": "{{CarrierHarness.Text}}", "metadata": { "a": "b" }
                }
              ]
            }
            """
        );

    protected override string AcceptedId => "877c19ef-fa2e-4cec-827a-e1df9b5509f7";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [Error(400, "messages[0].destination_number: {0}"), Error(400, "messages[0].content: {0}")];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [Error(404), Error(422), Error(400), Error(400, "messages[0].source_number: {0}"), new(400, "")];

    protected override CarrierAnswer CredentialsAnswer => Error(401);

    protected override CarrierAnswer ThrottledAnswer => Error(429);

    protected override void VerifyRequest(CarrierRequest request)
    {
        RequestSchema.AssertMatches(MessageMediaDescription.Text, request);
        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal("Basic " + Convert.ToBase64String("key-4711:sec-0815"u8), request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        AssertMessage(
            $$"""
            {
              "content": "{{CarrierHarness.Text}}",
              "destination_number": "+61491570156",
              "source_number": "Acme",
              "source_number_type": "ALPHANUMERIC",
              "delivery_report": true,
              "format": "SMS",
              "message_expiry_timestamp": "2026-03-04T05:11:07.000Z",
              "metadata": { "gateway_message_id": "019d2f0cb7a07000800000000000abcd" }
            }
            """,
            request
        );
    }

    [Fact]
    public async Task A_signed_request_carries_no_secret()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("Signing", "Hmac"));

        Assert.IsType<SendOutcome.Accepted>(await SendAsync(carrier));

        var request = Server.Request;
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", request.Headers["Date"]);
        Assert.Equal(Convert.ToHexStringLower(Md5(request.Body)), request.Headers["Content-MD5"]);
        var text =
            $"Date: {request.Headers["Date"]}\nContent-MD5: {request.Headers["Content-MD5"]}\nPOST {request.Path} {request.Protocol}";
        var signature = Convert.ToBase64String(
            System.Security.Cryptography.HMACSHA256.HashData("sec-0815"u8, Encoding.UTF8.GetBytes(text))
        );
        Assert.Equal(
            $"hmac username=\"key-4711\", algorithm=\"hmac-sha256\", headers=\"Date Content-MD5 request-line\", signature=\"{signature}\"",
            request.Authorization
        );
        Assert.DoesNotContain(request.Headers.Values, value => value.Contains("sec-0815", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signature_covers_the_whole_path_behind_a_prefix()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(new Uri(Server.Address, "proxy/mm/"), settings: ("Signing", "Hmac"));

        await SendAsync(carrier);

        var request = Server.Request;
        Assert.Equal("/proxy/mm/v1/messages", request.Path);
        var text =
            $"Date: {request.Headers["Date"]}\nContent-MD5: {request.Headers["Content-MD5"]}\nPOST /proxy/mm/v1/messages HTTP/1.1";
        var signature = Convert.ToBase64String(
            System.Security.Cryptography.HMACSHA256.HashData("sec-0815"u8, Encoding.UTF8.GetBytes(text))
        );
        Assert.EndsWith($"signature=\"{signature}\"", request.Authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+61400000001", "+61400000001", "INTERNATIONAL")]
    [InlineData("19123", "19123", "SHORTCODE")]
    [InlineData("Acme Bank", "Acme Bank", "ALPHANUMERIC")]
    [InlineData(null, null, null)]
    public async Task The_kind_of_sender_is_told(string? sender, string? number, string? type)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message(sender));

        RequestSchema.AssertMatches(MessageMediaDescription.Text, Server.Request);
        var message = Server.Request.Json().GetProperty("messages")[0];
        Assert.Equal(number, Field(message, "source_number"));
        Assert.Equal(type, Field(message, "source_number_type"));
    }

    [Fact]
    public async Task A_call_is_the_same_request_with_its_code_spelled()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Voice));

        await SendAsync(
            carrier,
            CarrierHarness.Message("+61400000001", Channel.Voice, "Code 1234, good for 10 minutes")
        );

        RequestSchema.AssertMatches(MessageMediaDescription.Text, Server.Request);
        var message = Server.Request.Json().GetProperty("messages")[0];
        Assert.Equal("TTS", message.GetProperty("format").GetString());
        Assert.Equal("Code 1, 2, 3, 4, good for 10 minutes", message.GetProperty("content").GetString());
    }

    private static CarrierAnswer Error(int status, string detail = "{0}") =>
        new(
            status,
            $$"""{ "message": "{{CarrierHarness.Recipient}}", "details": ["{{string.Format(
                CultureInfo.InvariantCulture,
                detail,
                CarrierHarness.Text
            )}}"] }"""
        );

    private static string? Field(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void AssertMessage(string expected, CarrierRequest request)
    {
        using var document = JsonDocument.Parse($$"""{ "messages": [ {{expected}} ] }""");
        Assert.True(JsonElement.DeepEquals(document.RootElement, request.Json()), request.Body);
    }

#pragma warning disable CA5351 // The carrier's scheme prescribes MD5.
    private static byte[] Md5(string body) => System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(body));
#pragma warning restore CA5351
}
