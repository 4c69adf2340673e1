using System.Security.Cryptography;
using SmsGateway.Carriers.Vonage;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Vonage;

public sealed class VonageTokenTests
{
    private readonly VonageToken _token = new("an-application");

    public static TheoryData<string> Forms =>
        [
            RsaKey.Pem,
            RsaKey.Pem + "\n",
            RsaKey.Pem.Replace("\n", "\r\n", StringComparison.Ordinal),
            RsaKey.Pem.Replace("\n", "\\n", StringComparison.Ordinal),
            RsaKey.Pem.Replace("\n", "\\r\\n", StringComparison.Ordinal),
            RsaKey.Pem.Replace("\n", " ", StringComparison.Ordinal),
            RsaKey.Pem.Replace("\n", "", StringComparison.Ordinal),
            Pkcs1(),
        ];

    public static TheoryData<string> NoKeys =>
        [
            "",
            "two\nlines",
            "schlüssel",
            RsaKey.PublicPem,
            RsaKey.Pem[..400],
            RsaKey.Pem + RsaKey.Pem,
            EllipticCurve(),
            Encrypted(),
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_key_is_understood_with_line_breaks_of_every_kind(string pem)
    {
        Assert.True(VonageToken.IsPrivateKey(pem));
        Assert.Equal(
            "an-application",
            RsaKey.Verify(_token.Get(pem, CarrierHarness.Now)).GetProperty("application_id").GetString()
        );
    }

    [Theory]
    [MemberData(nameof(NoKeys))]
    public void What_is_no_private_key_makes_no_token(string text)
    {
        Assert.False(VonageToken.IsPrivateKey(text));
        var exception = Assert.Throws<SecretUnavailableException>(() => _token.Get(text, CarrierHarness.Now));
        Assert.Null(exception.InnerException);
        Assert.Equal("The private key of this carrier is no RSA key in PEM form.", exception.Message);
    }

    [Fact]
    public void A_new_token_has_a_new_id()
    {
        var first = RsaKey.Verify(_token.Get(RsaKey.Pem, CarrierHarness.Now));
        var next = RsaKey.Verify(_token.Get(RsaKey.Pem, CarrierHarness.Now + VonageToken.Use));
        Assert.NotEqual(first.GetProperty("jti").GetString(), next.GetProperty("jti").GetString());
    }

    [Fact]
    public void A_new_key_signs_at_once()
    {
        var former = Pkcs1();
        _token.Get(former, CarrierHarness.Now);
        using var other = RSA.Create(2048);

        var token = _token.Get(other.ExportPkcs8PrivateKeyPem(), CarrierHarness.Now);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => RsaKey.Verify(token));
        RsaKey.Verify(_token.Get(former, CarrierHarness.Now));
    }

    [Fact]
    public void A_clock_that_is_set_back_gets_a_token_of_its_time()
    {
        _token.Get(RsaKey.Pem, CarrierHarness.Now);
        var before = CarrierHarness.Now - TimeSpan.FromSeconds(1);
        Assert.Equal(
            before.ToUnixTimeSeconds(),
            RsaKey.Verify(_token.Get(RsaKey.Pem, before)).GetProperty("iat").GetInt64()
        );
    }

    private static string Pkcs1()
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(RsaKey.Pem);
        return rsa.ExportRSAPrivateKeyPem();
    }

    private static string EllipticCurve()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Encrypted()
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(RsaKey.Pem);
        return rsa.ExportEncryptedPkcs8PrivateKeyPem(
            "password",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
        );
    }
}
