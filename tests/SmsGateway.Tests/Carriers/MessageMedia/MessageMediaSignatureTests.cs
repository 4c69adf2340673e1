using SmsGateway.Carriers.MessageMedia;
using Xunit;

namespace SmsGateway.Tests.Carriers.MessageMedia;

public sealed class MessageMediaSignatureTests
{
    [Fact]
    public void The_signature_is_the_one_computed_with_another_tool()
    {
        // printf 'Date: Wed, 04 Mar 2026 05:06:07 GMT\nContent-MD5: <md5sum of {}>\nPOST /v1/messages HTTP/1.1' |
        //   openssl dgst -sha256 -hmac secret -binary | base64
        var signature = MessageMediaSignature.Create(
            "key",
            "secret",
            CarrierHarness.Now,
            "/v1/messages",
            "{}"u8.ToArray()
        );
        Assert.Equal("99914b932bd37a50b983c5e7c90ae93b", signature.ContentMd5);
        Assert.Equal(
            "hmac username=\"key\", algorithm=\"hmac-sha256\", headers=\"Date Content-MD5 request-line\", signature=\"HQmN8esVbQhAlnHj4DWFniUb+jgaxJO1RRPKS8eYjQw=\"",
            signature.Authorization.ToString()
        );
    }

    [Fact]
    public void The_date_is_signed_in_universal_time() =>
        Assert.Equal(
            MessageMediaSignature.Create("key", "secret", CarrierHarness.Now, "/", []).Authorization,
            MessageMediaSignature
                .Create("key", "secret", CarrierHarness.Now.ToOffset(TimeSpan.FromHours(10)), "/", [])
                .Authorization
        );
}
