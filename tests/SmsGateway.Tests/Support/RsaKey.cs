using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace SmsGateway.Tests.Support;

/// <summary>One RSA key for all tests, because making one takes a while; and the other end's reading of tokens signed with it.</summary>
internal static class RsaKey
{
    static RsaKey()
    {
        using var rsa = RSA.Create(2048);
        (Pem, PublicPem) = (rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem());
    }

    public static string Pem { get; }

    public static string PublicPem { get; }

    /// <summary>The claims of a token whose signature holds.</summary>
    public static JsonElement Verify(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(PublicPem);
        Assert.True(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
        );
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return claims.RootElement.Clone();
    }
}
