using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

/// <summary>The library's own handler as the judge of the gateway's reader, which is stricter and must never be laxer.</summary>
public sealed class TokenOracleTests
{
    private static readonly TokenValidationParameters Parameters = new()
    {
        ValidAudience = TokenFactory.Audience,
        IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TokenFactory.Secret)),
        ValidAlgorithms = ["HS256"],
        ValidateIssuer = false,
        RequireExpirationTime = false,
        ClockSkew = TimeSpan.FromSeconds(60),
    };

    private readonly Authentication _authentication = new();
    private readonly JsonWebTokenHandler _library = new();
    private readonly double _now;

    public TokenOracleTests()
    {
        // The library has no other clock.
        _authentication.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        _now = _authentication.Time.GetUtcNow().ToUnixTimeSeconds();
    }

    [Fact]
    public void Whatever_the_gateway_takes_the_library_takes_for_the_same_subject()
    {
        var taken = 0;
        var laxer = new List<string>();
        Properties.ForAll(
            Tokens(),
            token =>
            {
                if (_authentication.ResultOfAsync(token).AsTask().GetAwaiter().GetResult() != Samples.Caller)
                {
                    return;
                }

                taken++;
                var result = _library.ValidateTokenAsync(token, Parameters).GetAwaiter().GetResult();
                if (!result.IsValid || result.Claims["sub"] is not TokenFactory.Subject)
                {
                    laxer.Add($"{token}: {result.Exception?.Message}");
                }
            },
            runs: 5000);

        Assert.Empty(laxer);
        // Else nothing was judged.
        Assert.InRange(taken, 500, 4500);
    }

    /// <summary>
    /// Well signed, with claims and headers of all kinds, and some with a character wrong, missing or too many. What the gateway
    /// does not look at, such as <c>kid</c>, has the type its standard gives it: the library refuses another.
    /// </summary>
    private Gen<string> Tokens()
    {
        var times = Gen.Elements<double?>(null, -1e6, -90, -30.5, 0, 30, 90.25, 1e6).Select(offset => _now + offset);
        var extras = Gen.Elements(
            "", ",\"iss\":\"a\"", ",\"act\":{\"sub\":\"x\"}", ",\"actort\":\"e30.e30.e30\"", ",\"nonce\":null", ",\"x\":1e308", ",\"x\":\"\\u00e9\"",
            ",\"x\":\"\\ud83d\\ude00\"", ",\"x\":{\"a\":[true,0.1]}", ",\"jti\":\"1\",\"jti\":\"2\"", ",\"sub\":\"x\"", ",\"aud\":[]", ", \"x\" : \" \" ");
        var headers = Gen.Elements(
            "", ",\"typ\":\"JWT\"", ",\"typ\":\"at+jwt\"", ",\"kid\":\"k\"", ",\"cty\":\"JWT\"", ",\"x5c\":[\"a\"]", ",\"b64\":true", ",\"alg\":\"none\"", ",\"crit\":[\"x\"]");
        // The library also refuses a token that ends before it begins; to the gateway it is one about to end.
        return
            from exp in times
            from nbf in times
            where !(nbf > exp)
            from iat in times
            from isListed in Gen.Elements(true, false)
            from extra in extras
            from more in headers
            from header in Mutated("{\"alg\":\"HS256\"" + more + "}")
            let audience = isListed ? $"[\"other\",\"{TokenFactory.Audience}\"]" : $"\"{TokenFactory.Audience}\""
            from payload in Mutated(
                $"{{\"sub\":\"{TokenFactory.Subject}\",\"aud\":{audience}{Claim("exp", exp)}{Claim("nbf", nbf)}{Claim("iat", iat)}{extra}}}")
            select TokenFactory.Create(header: header, payload: payload);
    }

    private static Gen<string> Mutated(string json) =>
        from mutation in Gen.Frequency((5, Gen.Constant("none")), (1, Gen.Elements("replace", "remove", "insert")))
        from at in Gen.Choose(0, json.Length - 1)
        from character in Gen.Elements(" \n\t\"\\{}[],:0123456789.eE+-aAtfnul\u0001é".ToCharArray())
        select mutation switch
        {
            "replace" => $"{json[..at]}{character}{json[(at + 1)..]}",
            "remove" => json.Remove(at, 1),
            "insert" => json.Insert(at, character.ToString()),
            _ => json,
        };

    private static string Claim(string name, double? value) =>
        value is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $",\"{name}\":{number}") : "";
}
