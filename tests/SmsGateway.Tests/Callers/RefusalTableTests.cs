using System.Text;
using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

/// <summary>The table of what is refused and why; one row names one defect of an otherwise good request.</summary>
public sealed class RefusalTableTests
{
    private static readonly List<Row> Table = [.. Rows()];

    public static TheoryData<string> Defects => [.. Table.Select(row => row.Defect)];

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task Refuses(string defect)
    {
        var row = Table.Single(row => row.Defect == defect);
        var authentication = new Authentication(row.Caller ?? Authentication.CreateCaller());
        if (row.Reason == RefusalReason.SecretUnavailable)
        {
            authentication.Secrets.Remove(Authentication.SecretName);
        }

        var check = await authentication.CheckAsync(row.Authorization);
        Assert.Equal(row.Reason, Assert.IsType<CallerResult.Refused>(check).Reason);
    }

    [Fact]
    public void The_table_has_a_row_for_every_reason() =>
        Assert.Equal(Enum.GetValues<RefusalReason>(), Table.Select(row => row.Reason).Distinct().Order());

    private static IEnumerable<Row> Rows()
    {
        var now = Authentication.Now;
        yield return new("no Authorization header", RefusalReason.Missing, []);
        yield return new("a header without a value", RefusalReason.Missing, [null]);
        yield return new("the same good header twice", RefusalReason.Repeated, [Bearer(Create()), Bearer(Create())]);
        yield return new("a good header beside an empty one", RefusalReason.Repeated, [Bearer(Create()), null]);

        foreach (
            var header in new[]
            {
                "",
                "Bearer",
                "Basic dXNlcjpwYXNz",
                Create(),
                "Bearer" + Create(),
                "Token " + Create(),
                " ",
            }
        )
        {
            yield return new(
                $"the header '{(header.Length > 40 ? header[..20] + "..." : header)}'",
                RefusalReason.NotBearer,
                [header]
            );
        }

        foreach (var (defect, token) in Malformed())
        {
            yield return new(defect, RefusalReason.Malformed, [Bearer(token)]);
        }

        yield return Refused("no sub", RefusalReason.Subject, Create(subject: null));
        yield return Refused("an empty sub", RefusalReason.Subject, Create(subject: ""));
        yield return Refused("another sub", RefusalReason.Subject, Create(subject: "somebody"));
        yield return Refused("sub in another case", RefusalReason.Subject, Create(subject: Subject.ToUpperInvariant()));
        yield return Refused("sub with a space", RefusalReason.Subject, Create(subject: Subject + " "));
        yield return Refused("sub cut short", RefusalReason.Subject, Create(subject: Subject[..^1]));

        yield return Refused("no aud", RefusalReason.Audience, Create(audience: null));
        yield return Refused("another aud", RefusalReason.Audience, Create(audience: "https://other.example/"));
        yield return Refused(
            "aud in another case",
            RefusalReason.Audience,
            Create(audience: Audience.ToUpperInvariant())
        );
        yield return Refused("aud with a slash more", RefusalReason.Audience, Create(audience: Audience + "/"));
        yield return Refused("no aud in the array", RefusalReason.Audience, Create(audiences: []));
        yield return Refused("other auds in an array", RefusalReason.Audience, Create(audiences: ["a", "b"]));

        yield return Refused(
            "alg none, signed all the same",
            RefusalReason.Algorithm,
            Create(algorithm: "none", signAs: "HS256")
        );
        yield return Refused(
            "alg None, signed all the same",
            RefusalReason.Algorithm,
            Create(algorithm: "None", signAs: "HS256")
        );
        yield return Refused("alg RS256, the secret as HMAC key", RefusalReason.Algorithm, Create(algorithm: "RS256"));
        yield return Refused("alg ES256, the secret as HMAC key", RefusalReason.Algorithm, Create(algorithm: "ES256"));
        yield return Refused(
            "alg HS384, rightly signed but not configured",
            RefusalReason.Algorithm,
            Create(algorithm: "HS384")
        );
        yield return Refused(
            "alg HS512, rightly signed but not configured",
            RefusalReason.Algorithm,
            Create(algorithm: "HS512")
        );
        yield return Refused("alg hs256 in lower case", RefusalReason.Algorithm, Create(algorithm: "hs256"));
        yield return Refused(
            "alg by its XML name",
            RefusalReason.Algorithm,
            Create(algorithm: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
        );

        yield return Refused(
            "another secret",
            RefusalReason.Signature,
            Create(secret: "somebody else's secret of 32 bytes")
        );
        yield return Refused(
            "the secret in another case",
            RefusalReason.Signature,
            Create(secret: Secret.ToUpperInvariant())
        );
        yield return Refused("no secret at all", RefusalReason.Signature, Create(key: []));
        yield return Refused("a key of zero bytes", RefusalReason.Signature, Create(key: new byte[64]));
        yield return Refused("alg HS256, signed as HS512", RefusalReason.Signature, Create(signAs: "HS512"));
        yield return Refused(
            "the signature of another payload",
            RefusalReason.Signature,
            WithSignatureOf(Create(exp: now + 5), Create(exp: now + 6))
        );
        yield return Refused("a signature of one byte", RefusalReason.Signature, Create()[..^43] + "AA");

        yield return Refused("exp long ago", RefusalReason.Expired, Create(exp: now - 3600));
        yield return Refused("exp in 1970", RefusalReason.Expired, Create(exp: 0));
        yield return Refused("a negative exp", RefusalReason.Expired, Create(exp: -1e12));
        yield return Refused("nbf in an hour", RefusalReason.NotYetValid, Create(nbf: now + 3600));
        yield return Refused(
            "no exp where it is required",
            RefusalReason.NoExpiration,
            Create(),
            Authentication.CreateCaller() with
            {
                RequireExpiration = true,
            }
        );

        var ending = Authentication.CreateCaller() with { RequireExpiration = true };
        foreach (var far in new[] { 86_460.5, 90_000, 1e9, 1e12, 1e18, 1e300, double.MaxValue })
        {
            yield return Refused(
                $"exp {far} s away where it is required",
                RefusalReason.ExpiresTooLate,
                Create(exp: now + far),
                ending
            );
        }

        yield return Refused(
            "exp in milliseconds where it is required",
            RefusalReason.ExpiresTooLate,
            Create(exp: (now + 60) * 1000),
            ending
        );

        var aging = Authentication.CreateCaller() with { MaxTokenAge = TimeSpan.FromMinutes(5) };
        yield return Refused("no iat where it is required", RefusalReason.TooOld, Create(exp: now + 60), aging);
        yield return Refused("iat an hour ago", RefusalReason.TooOld, Create(iat: now - 3600), aging);
        yield return Refused("iat in an hour", RefusalReason.TooOld, Create(iat: now + 3600), aging);
        foreach (var absurd in new[] { -1e300, -1e12, 0, now * 1000, 1e18, 1e300 })
        {
            yield return Refused($"iat {absurd}", RefusalReason.TooOld, Create(iat: absurd), aging);
        }

        var bound = Authentication.CreateCaller() with { RequireBodyHash = true };
        yield return Refused("no body_sha256 where it is required", RefusalReason.BodyHash, Create(), bound);
        yield return Refused(
            "a body_sha256 that is no text where it is required",
            RefusalReason.BodyHash,
            Create(bodyHash: 1),
            bound
        );

        yield return Refused("a secret that cannot be read", RefusalReason.SecretUnavailable, Create());
    }

    private static IEnumerable<(string Defect, string Token)> Malformed()
    {
        const string Header = """{"alg":"HS256"}""";
        const string Claims = $$"""{"sub":"{{Subject}}","aud":"{{Audience}}"}""";
        var good = Create();
        var (header, payload, signature) = (good.Split('.')[0], good.Split('.')[1], good.Split('.')[2]);

        yield return ("an empty token", "");
        yield return ("a word", "token");
        yield return ("two parts", $"{header}.{payload}");
        yield return ("five parts", $"{header}.{payload}.{signature}.{payload}.{signature}");
        yield return ("alg none and no signature", Create(algorithm: "none"));
        yield return ("no signature", $"{header}.{payload}.");
        yield return ("an empty header", $".{payload}.{signature}");
        yield return ("an empty payload", $"{header}..{signature}");
        yield return ("two tokens in one header", $"{good}, Bearer {good}");
        yield return ("over 8 KiB", Create(audiences: [Audience, new string('a', 8000)]));
        yield return ("padding in the signature", good + "=");
        yield return ("padding in the header", $"{header}=.{payload}.{signature}");
        yield return ("standard base64 in the signature", $"{header}.{payload}.{signature[..^2]}+/");
        yield return ("a space in the payload", $"{header}.{payload[..5]} {payload[5..]}.{signature}");
        yield return ("a letter that only looks right", good.Replace('e', '\u0435'));
        yield return ("a signature of an impossible length", good + "AA");

        foreach (
            var text in new[]
            {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "\"HS256\"",
                """{"alg":256}""",
                """{"alg":null}""",
                """{"alg":["HS256"]}""",
                """{"Alg":"HS256"}""",
            }
        )
        {
            yield return ($"the header {text}", Create(header: text.Length == 0 ? " " : text));
        }

        yield return ("alg twice", Create(header: """{"alg":"HS256","alg":"HS256"}"""));
        yield return ("alg twice, once escaped", Create(header: """{"alg":"HS256","\u0061lg":"none"}"""));
        yield return ("crit", Create(header: """{"alg":"HS256","crit":["exp"]}"""));
        yield return ("zip", Create(header: """{"alg":"HS256","zip":"DEF"}"""));
        yield return ("something after the header", Create(header: Header + "{}"));
        yield return ("a comment in the header", Create(header: """{"alg":"HS256"/**/}"""));

        foreach (var text in new[] { " ", "null", "[]", "42", Claims[..^1], Claims + Claims, Claims[..^1] + ",}" })
        {
            yield return ($"the payload {text}", Create(payload: text));
        }

        foreach (
            var claim in new[]
            {
                "\"sub\":\"x\"",
                "\"aud\":\"x\"",
                "\"\\u0073ub\":\"x\"",
                "\"exp\":1,\"exp\":2",
                "\"nbf\":1,\"nbf\":2",
                "\"iat\":1,\"iat\":2",
                "\"exp\":\"1\"",
                "\"exp\":null",
                "\"exp\":[1]",
                "\"exp\":1e999",
                "\"nbf\":\"1\"",
                "\"nbf\":true",
                "\"iat\":{}",
                "\"exp\":01",
                "\"x\":\"\t\"",
            }
        )
        {
            yield return (
                $"the further claim {claim.Replace('\t', ' ')}",
                Create(payload: Claims[..^1] + "," + claim + "}")
            );
        }

        foreach (
            var claims in new[]
            {
                "\"sub\":1,\"aud\":\"a\"",
                "\"sub\":null,\"aud\":\"a\"",
                "\"sub\":[],\"aud\":\"a\"",
                "\"sub\":\"a\",\"aud\":1",
                "\"sub\":\"a\",\"aud\":[1]",
                "\"sub\":\"a\",\"aud\":{}",
                "\"sub\":\"\\ud800\",\"aud\":\"a\"",
            }
        )
        {
            yield return ($"the claims {claims}", Create(payload: "{" + claims + "}"));
        }

        yield return (
            "deep json in a claim",
            Create(payload: Claims[..^1] + ",\"x\":" + new string('[', 500) + new string(']', 500) + "}")
        );
        yield return (
            "deep json in the header",
            Create(header: "{\"alg\":\"HS256\",\"x\":" + new string('[', 500) + new string(']', 500) + "}")
        );
        yield return (
            "bytes that are not UTF-8",
            $"{header}.{Base64Url([.. Encoding.UTF8.GetBytes("{\"sub\":\""), 0xFF, .. Encoding.UTF8.GetBytes("\"}")])}.{signature}"
        );
    }

    private static Row Refused(string defect, RefusalReason reason, string token, CallerOptions? caller = null) =>
        new(defect, reason, [Bearer(token)], caller);

    private static string WithSignatureOf(string token, string other) =>
        token[..token.LastIndexOf('.')] + other[other.LastIndexOf('.')..];

    private sealed record Row(
        string Defect,
        RefusalReason Reason,
        string?[] Authorization,
        CallerOptions? Caller = null
    );
}
