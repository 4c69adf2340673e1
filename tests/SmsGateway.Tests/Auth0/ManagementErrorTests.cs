using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Cli;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>What the tool says when Auth0 says no, and how it keeps within the rate limits.</summary>
public sealed class ManagementErrorTests : TenantTest
{
    private readonly WatchedTime _time = new(Samples.Start);

    internal override TimeProvider Time => _time;

    [Theory]
    [InlineData("read:connections")]
    [InlineData("update:connections")]
    public async Task A_missing_scope_is_named(string scope)
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        Tenant.Scopes.Remove(scope);
        Assert.Contains(
            $"scope {scope}",
            await FailureAsync("connect --yes --mode connection"),
            StringComparison.Ordinal
        );
        Assert.Equal(SampleOptions.Documented, connection.Options);
    }

    [Fact]
    public async Task Without_the_scope_to_see_phone_providers_that_is_told()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Tenant.Scopes.Remove("read:phone_providers");
        Assert.Contains("read:phone_providers", (await MustAsync("connect --dry-run")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_wrong_token_are_told_apart()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Variables["AUTH0_CLIENT_SECRET"] = "wrong";
        Assert.Contains(
            "refused the client",
            await FailureAsync("connect --yes --mode connection"),
            StringComparison.Ordinal
        );
        Variables["AUTH0_TOKEN"] = "no-token";
        Assert.Contains(
            "refused the token",
            await FailureAsync("connect --yes --mode connection"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_given_token_does_without_a_client()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Tenant.Tokens["given"] = Tenant.AllScopes.ToHashSet();
        Variables.Remove("AUTH0_CLIENT_ID");
        Variables["AUTH0_TOKEN"] = "given";
        await MustAsync("connect --yes --mode connection");
        Assert.DoesNotContain("POST /oauth/token", Auth0.Front.Log);
    }

    [Theory]
    [InlineData(400, "did not take")]
    [InlineData(404, "There is no")]
    [InlineData(409, "conflict")]
    [InlineData(500, "answered 500")]
    public async Task Any_other_refusal_of_the_write_is_a_sentence_and_leaves_a_file_that_the_next_run_understands(
        int status,
        string sentence
    )
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        Auth0.Faults.On(4, new Fault(FaultKind.Status, status));

        Assert.Contains(sentence, await FailureAsync("connect --yes --mode connection"), StringComparison.Ordinal);
        Assert.Equal(SampleOptions.Documented, connection.Options);
        Assert.Contains(
            "ended before its write reached Auth0",
            (await MustAsync("connect --yes --mode connection")).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_error_that_says_something_twice_says_nothing() =>
        Assert.Null(new ManagementAnswer(400, """{"message":"one","message":"other"}""").ErrorField("message"));

    [Fact]
    public async Task A_tenant_without_an_sms_connection_is_pointed_to_actions() =>
        Assert.Contains(
            "--mode action",
            await FailureAsync("connect --yes --mode connection"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("--url http://sms.example.com", "https")]
    [InlineData("--domain example.com/path", "--domain")]
    [InlineData("--secret-encoding Base64Url --signing-secret-file -", "base64url")]
    [InlineData("--secret-encoding Rot13", "Utf8 or Base64Url")]
    [InlineData("--subject aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Auth0 takes 64")]
    public async Task What_Auth0_would_refuse_is_refused_before_it_is_asked(string option, string sentence)
    {
        var run = await CliRun.OfAsync($"auth0 connect --yes {option}", Variables, piped: "no*base64", time: Time);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(Auth0.Front.Log);
    }

    [Fact]
    public async Task Connect_waits_out_the_rate_limit_and_says_so()
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        Auth0.Front.Limit(ConnectionEndpoints.Reads, capacity: 1, perMinute: 6);

        var run = await MustInTimeAsync("connect --yes --mode connection");

        Assert.Contains("going on in 10 s", run.Error, StringComparison.Ordinal);
        Assert.Contains(GatewayUrl, connection.Options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_429_that_does_not_say_for_how_long_is_waited_out()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Auth0.Faults.On(3, new Fault(FaultKind.Status, 429));

        var run = await MustInTimeAsync("connect --yes --mode connection");

        Assert.Contains("going on in 1 s", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Lets the tool wait as often and as long as it wants to.</summary>
    private async Task<CliRun> MustInTimeAsync(string line)
    {
        var run = MustAsync(line);
        while (await Task.WhenAny(run, _time.NextWaitAsync()) is Task<TimeSpan> wait)
        {
            _time.Advance(await wait);
        }

        return await run;
    }

    private async Task<string> FailureAsync(string line)
    {
        Auth0.Front.Log.Clear();
        CliRun run = await RunAsync(line);
        Assert.Equal(1, run.ExitCode);
        return run.Error;
    }
}
