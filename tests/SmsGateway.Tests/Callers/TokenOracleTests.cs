using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Callers;

/// <summary>The library's own handler as the judge of the gateway's reader, which is stricter and must never be laxer.</summary>
public sealed class TokenOracleTests
{
    private readonly Authentication _authentication = new();
    private readonly JsonWebTokenHandler _library = new();

    [Fact]
    public void Whatever_the_gateway_takes_the_library_takes_for_the_same_subject()
    {
        var now = _authentication.Time.GetUtcNow().UtcDateTime;
        var parameters = new TokenValidationParameters
        {
            ValidAudience = TokenFactory.Audience,
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TokenFactory.Secret)),
            ValidAlgorithms = ["HS256"],
            ValidateIssuer = false,
            RequireExpirationTime = false,
            // The library reads the times; the clock they are compared with is the test's.
            LifetimeValidator = (notBefore, expires, _, _) =>
                !(expires <= now - CallerAuthenticator.ClockSkew) && !(notBefore > now + CallerAuthenticator.ClockSkew),
        };
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
                var result = _library.ValidateTokenAsync(token, parameters).GetAwaiter().GetResult();
                if (!result.IsValid || result.Claims["sub"] is not TokenFactory.Subject)
                {
                    laxer.Add($"{token}: {result.Exception?.Message}");
                }
            },
            runs: 5000
        );

        Assert.True(laxer.Count == 0, string.Join('\n', laxer));
        // Else nothing was judged.
        Assert.InRange(taken, 500, 4500);
    }

    /// <summary>
    /// Well signed, with claims and headers of all kinds, and some with a character wrong, missing or too many. What the gateway
    /// does not look at has whole characters, and the type its standard gives it, such as <c>kid</c>: the library refuses others.
    /// </summary>
    private static Gen<string> Tokens()
    {
        var times = Gen.Elements<double?>(null, -1e6, -90, -30.5, 0, 30, 90.25, 1e6)
            .Select(offset => Authentication.Now + offset);
        var extras = Gen.Elements(
            "",
            ",\"iss\":\"a\"",
            ",\"act\":{\"sub\":\"x\"}",
            ",\"actort\":\"e30.e30.e30\"",
            ",\"nonce\":null",
            ",\"x\":1e308",
            ",\"x\":\"\\u00e9\"",
            ",\"x\":\"\\u6f22\"",
            ",\"x\":{\"a\":[true,0.1]}",
            ",\"jti\":\"1\",\"jti\":\"2\"",
            ",\"sub\":\"x\"",
            ",\"aud\":[]",
            ", \"x\" : \" \" "
        );
        var headers = Gen.Elements(
            "",
            ",\"typ\":\"JWT\"",
            ",\"typ\":\"at+jwt\"",
            ",\"kid\":\"k\"",
            ",\"cty\":\"JWT\"",
            ",\"x5c\":[\"a\"]",
            ",\"b64\":true",
            ",\"alg\":\"none\"",
            ",\"crit\":[\"x\"]"
        );
        return from exp in times
            from nbf in times
            from iat in times
            from isListed in Gen.Elements(true, false)
            from extra in extras
            from more in headers
            from header in Mutated("{\"alg\":\"HS256\"" + more + "}")
            let audience = isListed ? $"[\"other\",\"{TokenFactory.Audience}\"]" : $"\"{TokenFactory.Audience}\""
            from payload in Mutated(
                $"{{\"sub\":\"{TokenFactory.Subject}\",\"aud\":{audience}{Claim("exp", exp)}{Claim("nbf", nbf)}{Claim("iat", iat)}{extra}}}"
            )
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
        value is { } number
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $",\"{name}\":{number}")
            : "";
}
