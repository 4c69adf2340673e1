using System.Globalization;
using System.Text;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Workbench.Abuse;

/// <summary>Good messages under every kind of token that must not open the door.</summary>
internal sealed class ForgedTokens(AbuseTarget target, Random random)
{
    private const string Hs256 = """{"alg":"HS256","typ":"JWT"}""";
    private const string AnyCase = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private string Secret => target.Caller.Secret;

    private string GoodPayload => $$"""{"sub":"{{target.Caller.Subject}}","aud":"{{target.Caller.Audience}}"}""";

    public AbuseCase Next() =>
        random.Next(12) switch
        {
            0 => Bearer("token truncated", Truncated()),
            1 or 2 => Bearer("token mutated", Mutated()),
            3 => Bearer("alg none", AlgNone()),
            4 => Bearer("another alg", AnotherAlgorithm()),
            5 => Bearer("wrong subject", TokenMinter.Sign(Hs256, WrongClaim("sub", target.Caller.Subject), Secret)),
            6 => Bearer("wrong audience", TokenMinter.Sign(Hs256, WrongClaim("aud", target.Caller.Audience), Secret)),
            7 => Bearer("wrong times", TokenMinter.Sign(Hs256, WrongTimes(), Secret)),
            8 => Bearer("wrong secret", TokenMinter.Sign(Hs256, GoodPayload, WrongSecret())),
            9 => Bearer("odd token", OddToken()),
            10 => Headers(),
            _ => new AbuseCase(
                "no or other scheme",
                target.Request(OtherScheme(), Encoding.UTF8.GetBytes(AbuseTarget.GoodBody))
            ),
        };

    private AbuseCase Bearer(string kind, string token) =>
        new(kind, target.Request($"Bearer {token}", AbuseTarget.GoodBody));

    private string Truncated() => target.GoodToken[..random.Next(1, target.GoodToken.Length)];

    /// <summary>Changes one to four characters, but not a segment's last: its spare bits may change without changing a byte.</summary>
    private string Mutated()
    {
        var token = target.GoodToken.ToCharArray();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            int at;
            do
            {
                at = random.Next(token.Length - 1);
            } while (token[at] == '.' || token[at + 1] == '.');
            token[at] = Other(token[at]);
        }

        var mutated = new string(token);
        return mutated == target.GoodToken ? mutated + "A" : mutated;
    }

    private char Other(char original)
    {
        var candidate = AnyCase[random.Next(AnyCase.Length)];
        return candidate == original ? (original == 'A' ? 'B' : 'A') : candidate;
    }

    private string AlgNone()
    {
        var header = $$"""{"alg":"{{Pick("none", "None", "NONE", "nOnE", "", "null")}}","typ":"JWT"}""";
        var signed = $"{Encode(header)}.{Encode(GoodPayload)}";
        return Pick($"{signed}.", signed, $"{signed}.{Encode("x")}", TokenMinter.Sign(header, GoodPayload, Secret));
    }

    /// <summary>Signed with the very secret, but saying that it was done in another way; RS256 is the classic.</summary>
    private string AnotherAlgorithm() =>
        TokenMinter.Sign(
            $$"""{"alg":{{Pick("\"RS256\"", "\"RS256\"", "\"ES256\"", "\"PS256\"", "\"HS384\"", "\"HS512\"", "\"hs256\"", "\"HS256 \"", "[\"HS256\"]", "256", "null", "true")}},"typ":"JWT"}""",
            GoodPayload,
            Secret
        );

    private string WrongClaim(string name, string right)
    {
        var other = name == "sub" ? $"\"aud\":\"{target.Caller.Audience}\"" : $"\"sub\":\"{target.Caller.Subject}\"";
        var wrong = random.Next(10) switch
        {
            0 => $"\"{right.ToUpperInvariant()}\"",
            1 => $"\"{right} \"",
            2 => $"\"{right[..^1]}\"",
            3 => $"\"{right}\\u0000\"",
            4 => "\"\"",
            5 => "null",
            6 => random.Next().ToString(CultureInfo.InvariantCulture),
            7 => $"{{\"{name}\":\"{right}\"}}",
            8 => $"[\"{right}x\",[\"{right}\"]]",
            _ => $"\"{random.NextInt64()}\"",
        };
        return random.Next(8) switch
        {
            0 => $"{{{other}}}",
            1 => $"{{{other},\"{name}\":\"{right}\",\"{name}\":{wrong}}}",
            2 => $"{{{other},\"{name}\":{wrong},\"{name}\":\"{right}\"}}",
            _ => $"{{{other},\"{name}\":{wrong}}}",
        };
    }

    private string WrongTimes()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var past = now - random.Next(120, 1_000_000);
        var wrong = random.Next(9) switch
        {
            0 or 1 or 2 => $"\"exp\":{past}",
            3 => $"\"nbf\":{now + random.Next(120, 1_000_000)}",
            4 => $"\"exp\":\"{now + 300}\"",
            5 => $"\"exp\":{now + 300},\"exp\":{past}",
            6 => "\"exp\":-1",
            7 => "\"exp\":[]",
            _ => "\"exp\":1e999",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{GoodPayload[..^1]},{wrong}}}");
    }

    private string WrongSecret() =>
        random.Next(6) switch
        {
            0 => "",
            1 => Secret[..^1],
            2 => Secret.ToUpperInvariant(),
            3 => Secret + " ",
            4 => target.Caller.Audience,
            _ => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        };

    private string OddToken() =>
        random.Next(10) switch
        {
            0 => Junk(random.Next(1, 200)),
            1 => $"{Junk(20)}.{Junk(20)}.{Junk(20)}",
            2 => Junk(9 * 1024),
            3 => new string('.', random.Next(1, 20)),
            4 => $"{target.GoodToken}.{Junk(30)}",
            5 => $"{target.GoodToken} {target.GoodToken}",
            6 => string.Join('.', Enumerable.Range(0, 5).Select(_ => Junk(30))),
            7 => TokenMinter.Sign("""{"alg":"HS256","typ":"JWT","crit":["exp"],"exp":1}""", GoodPayload, Secret),
            8 => TokenMinter.Sign(
                """{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"},"kid":"../../dev/null","jku":"https://example.org/k"}""",
                GoodPayload,
                "\0\0\0"
            ),
            _ => TokenMinter.Sign(
                Hs256,
                $$"""{"a":{{new string('[', 500)}}{{new string(']', 500)}},{{GoodPayload[1..]}}""",
                Secret
            ),
        };

    /// <summary>The good token, but more than one header.</summary>
    private AbuseCase Headers()
    {
        var good = $"Authorization: Bearer {target.GoodToken}\r\n";
        var headers = random.Next(4) switch
        {
            0 => good + good,
            1 => good + $"Authorization: Bearer {Junk(40)}\r\n",
            2 => $"Authorization: Basic {Junk(20)}\r\n" + good,
            _ => $"Authorization: Bearer {target.GoodToken}, Bearer {target.GoodToken}\r\n",
        };
        return new AbuseCase("several tokens", target.Request(headers, Encoding.UTF8.GetBytes(AbuseTarget.GoodBody)));
    }

    private string OtherScheme() =>
        random.Next(8) switch
        {
            0 => "",
            1 => "Authorization: \r\n",
            2 => "Authorization: Bearer\r\n",
            3 => "Authorization: Bearer \r\n",
            4 => $"Authorization: Basic {Encode($"{target.Caller.Subject}:{Secret}")}\r\n",
            5 => $"Authorization: {target.GoodToken}\r\n",
            6 => $"Authorization: Bearer={target.GoodToken}\r\n",
            // The secret itself is a bearer only for callers of scheme StaticBearer.
            _ => $"Authorization: Bearer {Secret}\r\n",
        };

    private string Junk(int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            text.Append(AnyCase[random.Next(AnyCase.Length)]);
        }

        return text.ToString();
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];

    private static string Encode(string text) => TokenMinter.Encode(Encoding.UTF8.GetBytes(text));
}
