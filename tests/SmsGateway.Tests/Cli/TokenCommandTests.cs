using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

[StartsProgram]
public sealed class TokenCommandTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url);

    [Theory]
    [InlineData("")]
    [InlineData("--no-expiration")]
    [InlineData("--lifetime 3600")]
    public async Task The_gateway_takes_the_token_as_printed(string options)
    {
        var run = await CliRun.OfAsync($"token {options}", Variables);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var response = await gateway.PostAsync(
            JsonContent.Create(new { recipient = "+61491570156", body = "Code 123456" }),
            TokenFactory.Bearer(run.Out.Trim())
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    public async Task A_token_has_the_claims_asked_for(string lifetime, int seconds)
    {
        var now = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        var run = await CliRun.OfAsync(
            $"token --subject s --audience a --lifetime {lifetime} --json",
            Variables,
            time: new FakeTimeProvider(now)
        );

        var claims = Claims(run.Json.GetProperty("token").GetString()!);
        var iat = now.ToUnixTimeSeconds();
        Assert.Matches(
            $$"""^{"sub":"s","aud":"a","iat":{{iat}},"exp":{{iat + seconds}},"jti":"[0-9a-f]{32}"}$""",
            claims
        );
        Assert.Equal(now.AddSeconds(seconds), run.Json.GetProperty("expiresAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Every_token_names_another_message()
    {
        var (one, other) = (await CliRun.OfAsync("token", Variables), await CliRun.OfAsync("token", Variables));

        Assert.NotEqual(NameIn(one), NameIn(other));

        static string? NameIn(CliRun run) =>
            JsonDocument.Parse(Claims(run.Out.Trim())).RootElement.GetProperty("jti").GetString();
    }

    [Fact]
    public async Task A_token_without_expiration_says_so()
    {
        var run = await CliRun.OfAsync("token --no-expiration --json", Variables);

        Assert.DoesNotContain("\"exp\"", Claims(run.Json.GetProperty("token").GetString()!), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("expiresAt").ValueKind);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("hs384")]
    [InlineData("HS512")]
    public async Task The_signature_is_of_the_algorithm_and_the_decoded_secret(string algorithm)
    {
        byte[] key = [1, 2, 3, 0xff, 0xfe, 200];
        var run = await CliRun.OfAsync(
            $"token --no-expiration --algorithm {algorithm} --secret-encoding base64url",
            new Dictionary<string, string>(Variables) { ["SMS_GATEWAY_SIGNING_SECRET"] = TokenFactory.Base64Url(key) }
        );

        var parts = run.Out.Trim().Split('.');
        var expected = TokenFactory.Create(
            key: key,
            algorithm: algorithm.ToUpperInvariant(),
            payload: Claims(run.Out.Trim())
        );
        Assert.Equal(expected, string.Join('.', parts));
    }

    [Fact]
    public async Task A_secret_comes_from_a_file_without_its_line_end()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "from a file\r\n", TestContext.Current.CancellationToken);
            var run = await CliRun.OfAsync(["token", "--no-expiration", "--signing-secret-file", path], Variables);
            Assert.Equal(TokenFactory.Create(secret: "from a file", payload: Claims(run.Out.Trim())), run.Out.Trim());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_secret_comes_from_standard_input()
    {
        var run = await CliRun.OfAsync("token --no-expiration --signing-secret-file -", Variables, piped: "piped\n");
        Assert.Equal(TokenFactory.Create(secret: "piped", payload: Claims(run.Out.Trim())), run.Out.Trim());
    }

    [Fact]
    public async Task A_secret_is_asked_for_at_a_terminal()
    {
        var run = await CliRun.OfAsync(
            "token --no-expiration",
            new Dictionary<string, string>(Variables).With("SMS_GATEWAY_SIGNING_SECRET", null),
            hidden: "typed"
        );
        Assert.Equal("Signing secret: ", run.Error);
        Assert.Equal(TokenFactory.Create(secret: "typed", payload: Claims(run.Out.Trim())), run.Out.Trim());
    }

    [Theory]
    [InlineData(
        "token",
        "SMS_GATEWAY_SIGNING_SECRET",
        "The signing secret is missing: set SMS_GATEWAY_SIGNING_SECRET, or name a file"
    )]
    [InlineData("token", "SMS_GATEWAY_SUBJECT", "--subject is missing: give it, or set SMS_GATEWAY_SUBJECT.")]
    [InlineData("token", "SMS_GATEWAY_AUDIENCE", "--audience is missing: give it, or set SMS_GATEWAY_AUDIENCE.")]
    [InlineData("token --algorithm none", "", "--algorithm (or SMS_GATEWAY_ALGORITHM) must be HS256, HS384 or HS512.")]
    [InlineData(
        "token --secret-encoding hex",
        "",
        "--secret-encoding (or SMS_GATEWAY_SECRET_ENCODING) must be Utf8 or Base64Url."
    )]
    [InlineData("token --lifetime 5x", "", "--lifetime must be a number of seconds, 0 or more.")]
    [InlineData("token --lifetime 5m --no-expiration", "", "--lifetime and --no-expiration exclude each other.")]
    public async Task What_is_missing_or_wrong_is_named(string line, string without, string sentence)
    {
        var variables = new Dictionary<string, string>(Variables).With(without, null);
        var run = await CliRun.OfAsync(line, variables);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenFactory.Secret, run.Error, StringComparison.Ordinal);

        var json = await CliRun.OfAsync($"{line} --json", variables);
        Assert.Contains(sentence, json.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_in_its_encoding_is_not_signed_with()
    {
        var run = await CliRun.OfAsync(
            "token --secret-encoding base64url",
            new Dictionary<string, string>(Variables).With("SMS_GATEWAY_SIGNING_SECRET", "no! base64")
        );
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            "The signing secret is not base64url, though --secret-encoding says so; is Utf8 meant?",
            run.Error.Trim()
        );
    }

    [Theory]
    [InlineData("token --signing-secret-file /nosuchfile", "--signing-secret-file: there is no file /nosuchfile.")]
    [InlineData(
        "token --signing-secret-file /no/such/file",
        "--signing-secret-file: the folder of /no/such/file is not there."
    )]
    [InlineData("token --signing-secret-file .", "--signing-secret-file: . is a folder; name a file.")]
    [InlineData("token --signing-secret-file -", "--signing-secret-file: standard input is empty.")]
    [InlineData("auth0 status --domain example.com --token-file -", "--token-file: standard input is empty.")]
    [InlineData("secrets generate --out /no/such/file", "--out: the folder of /no/such/file is not there.")]
    [InlineData("secrets generate --out .", "--out: . is a folder; name a file.")]
    [InlineData(
        "check --signing-secret-file - --operators-key-file -",
        "--signing-secret-file and --operators-key-file cannot both be standard input (-): name a file for one."
    )]
    public async Task A_file_that_will_not_do_is_named_with_its_option(string line, string sentence)
    {
        var run = await CliRun.OfAsync(line, Variables);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal(sentence, run.Error.Trim());
    }

    private static string Claims(string token)
    {
        var text = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
    }
}
