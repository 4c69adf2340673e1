using SmsGateway.Carriers.AzureCommunication;
using Xunit;

namespace SmsGateway.Tests.Carriers.AzureCommunication;

public sealed class AzureCommunicationSignatureTests
{
    private const string Key = "dGhlIGFjY2VzcyBrZXkgb2YgYSByZXNvdXJjZSwgNDAgYnl0ZXMuLg==";

    /// <summary>
    /// hash: printf '{}' | openssl dgst -sha256 -binary | base64
    /// signature: printf 'POST\n[path]\nWed, 04 Mar 2026 05:06:07 GMT;[host];[hash]' |
    ///   openssl dgst -sha256 -mac HMAC -macopt hexkey:[the key's bytes] -binary | base64
    /// </summary>
    [Theory]
    [InlineData("https://contoso.communication.azure.com", "lLV6CkNfgm9LXfXd9sKvixeKNdfZrIDAdjrwO2sefQg=")]
    [InlineData("https://contoso.communication.azure.com:443", "lLV6CkNfgm9LXfXd9sKvixeKNdfZrIDAdjrwO2sefQg=")]
    [InlineData("http://127.0.0.1:8080", "0KQJOplxL0srFBs87EuKUJd2XOd3ZxkBsjh+dCJmW/k=")]
    public void The_signature_is_the_one_computed_with_another_tool(string host, string expected)
    {
        var signature = AzureCommunicationSignature.Create(
            Key,
            CarrierHarness.Now,
            new Uri(host + "/sms?api-version=2026-01-23"),
            "{}"u8.ToArray()
        );
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", signature!.Date);
        Assert.Equal("RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=", signature.ContentHash);
        Assert.Equal(
            "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + expected,
            signature.Authorization.ToString()
        );
    }

    [Fact]
    public void The_date_is_signed_in_universal_time() =>
        Assert.Equal(
            Sign(CarrierHarness.Now).Authorization,
            Sign(CarrierHarness.Now.ToOffset(TimeSpan.FromHours(10))).Authorization
        );

    [Theory]
    [InlineData("not base64!")]
    [InlineData("abc")]
    [InlineData("endpoint=https://contoso.communication.azure.com/;accesskey=" + Key)]
    public void What_is_no_key_signs_nothing(string key) =>
        Assert.Null(AzureCommunicationSignature.Create(key, CarrierHarness.Now, new Uri("https://a/"), []));

    private static AzureCommunicationSignature Sign(DateTimeOffset date) =>
        AzureCommunicationSignature.Create(Key, date, new Uri("https://contoso.communication.azure.com/"), [])!;
}
