using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

/// <summary>What a token says of the message that it came with.</summary>
public sealed class TokenBindingTests
{
    private const string Body = """{"recipient":"+15005550006","body":"Grüße: 493817"}""";

    private static readonly double Now = Authentication.Now;
    private static readonly byte[] Hash = SHA256.HashData(Encoding.UTF8.GetBytes(Body));

    public static TheoryData<string> Spellings =>
        [
            Base64Url(Hash),
            Base64Url(Hash) + "=",
            Convert.ToBase64String(Hash),
            Convert.ToHexString(Hash),
            Convert.ToHexStringLower(Hash),
        ];

    public static TheoryData<string> Others =>
        [
            "",
            "=",
            "none",
            Base64Url(Hash)[..^1],
            Base64Url(Hash)[..^2],
            Base64Url(Hash) + "A",
            Base64Url(Hash) + "AA",
            Base64Url(new byte[32]),
            Base64Url([.. Hash, 0]),
            Convert.ToHexString(Hash)[..^1],
            Convert.ToHexString(Hash)[..^2],
            Convert.ToHexString(Hash)[..^1] + "G",
            Convert.ToHexString(Hash) + "00",
            HashOf(Body + " "),
            HashOf(Body.Replace("493817", "493818", StringComparison.Ordinal)),
            Body,
        ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_hash_of_the_body_fits_it_however_it_is_written(string hash) =>
        Assert.True((await TokenAsync(Create(bodyHash: hash))).Fits(Encoding.UTF8.GetBytes(Body)));

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Anything_else_fits_no_body(string hash)
    {
        var token = await TokenAsync(Create(bodyHash: hash));

        Assert.False(token.Fits(Encoding.UTF8.GetBytes(Body)));
        Assert.False(token.Fits([]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"body_sha256":null}""")]
    [InlineData("""{"body_sha256":5}""")]
    [InlineData("""{"body_sha256":["x"]}""")]
    [InlineData("""{"body_sha256":{"body_sha256":"x"}}""")]
    public async Task A_token_without_a_hash_fits_any_body(string claims)
    {
        var token = await TokenAsync(Create(payload: With(claims)));

        Assert.Null(token.BodyHash);
        Assert.True(token.Fits(Encoding.UTF8.GetBytes(Body)));
        Assert.True(token.Fits([]));
    }

    [Theory]
    [InlineData("""{"jti":"0b0e7c9e-6f3c-4d0a-9e57-0f7d2f1f6a11"}""", "0b0e7c9e-6f3c-4d0a-9e57-0f7d2f1f6a11")]
    [InlineData("""{"jti":"\u006a ü"}""", "j ü")]
    [InlineData("""{"jti":""}""", null)]
    [InlineData("""{"jti":null}""", null)]
    [InlineData("""{"jti":7}""", null)]
    [InlineData("""{"jti":[["x"]]}""", null)]
    [InlineData("{}", null)]
    public async Task A_token_names_its_message_by_a_text(string claims, string? id) =>
        Assert.Equal(id, (await TokenAsync(Create(payload: With(claims)))).Id);

    [Theory]
    [InlineData("\"jti\":\"1\",\"jti\":\"1\"")]
    [InlineData("\"body_sha256\":\"1\",\"body_sha256\":\"2\"")]
    [InlineData("\"jti\":\"\\ud800\"")]
    public async Task What_nobody_can_read_is_no_token(string claims) =>
        Assert.Equal(
            "Malformed",
            await new Authentication().ResultOfAsync(
                Create(payload: $$"""{"sub":"{{Subject}}","aud":"{{Audience}}",{{claims}}}""")
            )
        );

    [Theory]
    // From signing to expiry, and both clocks may be a minute off.
    [InlineData(60.0, -0.0, null, 180.0)]
    [InlineData(30.0, -30.0, null, 180.0)]
    [InlineData(-59.0, -119.0, null, 180.0)]
    [InlineData(null, 0.0, 120, 240.0)]
    [InlineData(null, -100.0, 120, 240.0)]
    [InlineData(600.0, 0.0, 120, 240.0)]
    [InlineData(60.0, 0.0, 3600, 180.0)]
    // Nobody knows when it was signed.
    [InlineData(60.0, null, null, 86400.0)]
    [InlineData(60.0, 1e9, null, 86400.0)]
    [InlineData(1e300, 0.0, null, 86400.0)]
    [InlineData(60.0, -1e300, null, 86400.0)]
    // It never ends.
    [InlineData(null, null, null, null)]
    [InlineData(null, 0.0, null, null)]
    public async Task A_token_may_come_again_for_as_long_as_it_can_hold(
        double? exp,
        double? iat,
        int? maxAge,
        double? seconds
    )
    {
        TimeSpan? oldest = maxAge is { } age ? TimeSpan.FromSeconds(age) : null;
        var token = await TokenAsync(
            Create(exp: Now + exp, iat: Now + iat),
            Authentication.CreateCaller() with
            {
                MaxTokenAge = oldest,
            }
        );

        Assert.Equal(seconds, token.Life?.TotalSeconds);
    }

    [Fact]
    public async Task A_static_bearer_says_nothing_of_a_message()
    {
        var token = await TokenAsync(Secret, Authentication.CreateCaller() with { Scheme = CallerScheme.StaticBearer });

        Assert.Equal(TokenBinding.None, token);
    }

    private static string With(string claims)
    {
        var payload = JsonNode.Parse(claims)!.AsObject();
        payload["sub"] = Subject;
        payload["aud"] = Audience;
        return payload.ToJsonString();
    }

    private static async Task<TokenBinding> TokenAsync(string token, CallerOptions? caller = null)
    {
        var authentication = new Authentication(caller ?? Authentication.CreateCaller());
        return Assert.IsType<CallerResult.Authenticated>(await authentication.CheckAsync(Bearer(token))).Token;
    }
}
