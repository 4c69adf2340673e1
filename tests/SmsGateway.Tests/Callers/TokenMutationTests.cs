using System.Text;
using FsCheck.Fluent;
using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Callers;

public sealed class TokenMutationTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";

    private readonly Authentication _authentication = new();
    private readonly string _good = TokenFactory.Create(exp: Authentication.Now + 60);

    [Fact]
    public async Task Any_other_character_anywhere_spoils_a_good_token()
    {
        Assert.Equal(Samples.Caller, await _authentication.ResultOfAsync(_good));
        for (var i = 0; i < _good.Length; i++)
        {
            // All of them where a character may hold unused bits, some of them elsewhere.
            var isLast = i == _good.Length - 1 || _good[i + 1] == '.';
            foreach (var other in isLast ? Alphabet : $"A9-{Alphabet[i % Alphabet.Length]}")
            {
                if (other != _good[i] && !(isLast && i == _good.Length - 1 && other == ' '))
                {
                    await AssertRefusedAsync($"{_good[..i]}{other}{_good[(i + 1)..]}");
                }
            }
        }
    }

    [Fact]
    public async Task A_token_cut_short_anywhere_is_refused()
    {
        for (var i = 0; i < _good.Length; i++)
        {
            await AssertRefusedAsync(_good[..i]);
            await AssertRefusedAsync(_good[(i + 1)..]);
            await AssertRefusedAsync(_good.Remove(i, 1));
        }
    }

    [Fact]
    public async Task A_token_with_anything_more_is_refused()
    {
        foreach (var more in Alphabet.Where(character => character != ' '))
        {
            await AssertRefusedAsync(_good + more);
            await AssertRefusedAsync(more + _good);
        }
    }

    [Fact]
    public void Any_claims_at_all_are_taken_or_refused_but_never_an_exception()
    {
        var values = Gen.Elements(
            "1",
            "-1",
            "1e400",
            "-1e400",
            "1e308",
            "0.1",
            "99999999999",
            "9223372036854775808",
            "123456789012345678901234567890",
            "\"1\"",
            "\"\"",
            "null",
            "true",
            "[]",
            "{}",
            "[[1]]",
            "[\"a\",1]",
            "{\"a\":{}}",
            "\"2026-03-04T12:00:00Z\"",
            "\"e30.e30.e30\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[null]"
        );
        var names = Gen.Elements(
            "sub",
            "aud",
            "exp",
            "nbf",
            "iat",
            "iss",
            "jti",
            "act",
            "actort",
            "azp",
            "amr",
            "nonce",
            "role",
            "groups",
            "cnf",
            "auth_time",
            "_claim_names",
            "_claim_sources",
            "http://schemas.xmlsoap.org/ws/2009/09/identity/claims/actor"
        );
        var payloads =
            from count in Gen.Choose(0, 4)
            from claims in names.SelectMany(name => values.Select(value => $",\"{name}\":{value}")).ArrayOf(count)
            from isForUs in Gen.Elements(true, false)
            let ours = isForUs
                ? $"\"sub\":\"{TokenFactory.Subject}\",\"aud\":\"{TokenFactory.Audience}\""
                : "\"sub\":\"x\",\"aud\":\"y\""
            select "{" + ours + string.Concat(claims) + "}";
        Properties.ForAll(payloads, payload => AssertNoException(TokenFactory.Create(payload: payload)), runs: 2000);
    }

    [Fact]
    public void Any_header_at_all_is_taken_or_refused_but_never_an_exception()
    {
        var values = Gen.Elements(
            "1",
            "null",
            "[]",
            "{}",
            "\"\"",
            "\"JWE\"",
            "\"JWT\"",
            "\"HS256\"",
            "\"none\"",
            "\"dir\"",
            "[\"a\"]",
            "1e400",
            "\"\\ud800\""
        );
        var names = Gen.Elements(
            "alg",
            "typ",
            "cty",
            "kid",
            "x5t",
            "x5c",
            "jku",
            "jwk",
            "enc",
            "iv",
            "tag",
            "epk",
            "b64"
        );
        var headers =
            from count in Gen.Choose(0, 4)
            from fields in names.SelectMany(name => values.Select(value => $",\"{name}\":{value}")).ArrayOf(count)
            select "{\"alg\":\"HS256\"" + string.Concat(fields) + "}";
        Properties.ForAll(headers, header => AssertNoException(TokenFactory.Create(header: header)), runs: 2000);
    }

    [Fact]
    public void Any_bytes_at_all_are_refused_but_never_an_exception()
    {
        var bytes =
            from length in Gen.Choose(0, 40)
            from values in Gen.Choose(0, 255).ArrayOf(length)
            select values.Select(value => (byte)value).ToArray();
        var signature = _good[_good.LastIndexOf('.')..];
        Properties.ForAll(
            bytes,
            noise =>
            {
                AssertNoException(
                    $"{TokenFactory.Base64Url(Encoding.UTF8.GetBytes("{\"alg\":\"HS256\"}"))}.{TokenFactory.Base64Url(noise)}{signature}"
                );
                AssertNoException($"{TokenFactory.Base64Url(noise)}.{TokenFactory.Base64Url(noise)}{signature}");
                AssertNoException(Encoding.Latin1.GetString(noise));
            },
            runs: 1000
        );
    }

    private void AssertNoException(string token) =>
        Assert.NotNull(_authentication.ResultOfAsync(token).AsTask().GetAwaiter().GetResult());

    private async Task AssertRefusedAsync(string token) =>
        Assert.True(await _authentication.CheckAsync(TokenFactory.Bearer(token)) is CallerResult.Refused, token);
}
