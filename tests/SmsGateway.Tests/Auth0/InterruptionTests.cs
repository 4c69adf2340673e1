using SmsGateway.Tests.Auth0.StandIn;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>connect and disconnect, cut off at each request, before Auth0 did it and after: the next run ends it.</summary>
public sealed class InterruptionTests : TenantTest
{
    [Theory]
    [InlineData(FaultKind.CutBefore)]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.Status)]
    public async Task A_connection(object kind)
    {
        var connection = Tenant.AddConnection(SampleOptions.Awkward);
        var requests = await CountAsync("connect --yes --mode connection");
        Assert.Equal(5, requests);
        var undoRequests = await CountAsync("disconnect --yes");
        for (var request = 1; request <= requests; request++)
        {
            await CutAsync("connect --yes --mode connection", request, (FaultKind)kind);
            await MustAsync("connect --yes --mode connection");
            Assert.Contains(GatewayUrl, connection.Options, StringComparison.Ordinal);
            await MustAsync("disconnect --yes");
            Assert.Equal(SampleOptions.Awkward, connection.Options);
        }

        for (var request = 1; request <= undoRequests; request++)
        {
            await MustAsync("connect --yes --mode connection");
            await CutAsync("disconnect --yes", request, (FaultKind)kind);
            await MustAsync("disconnect --yes");
            Assert.Equal(SampleOptions.Awkward, connection.Options);
            Assert.Empty(StateFiles);
        }
    }

    [Theory]
    [InlineData(FaultKind.CutBefore)]
    [InlineData(FaultKind.CutAfter)]
    public async Task A_second_change_of_a_connection(object kind)
    {
        var connection = Tenant.AddConnection(SampleOptions.Twilio);
        for (var request = 1; request <= 5; request++)
        {
            await MustAsync("connect --yes --mode connection");
            await CutAsync($"connect --yes --mode connection --url {OtherUrl}", request, (FaultKind)kind);
            await MustAsync($"connect --yes --mode connection --url {OtherUrl}");
            Assert.Contains(OtherUrl, connection.Options, StringComparison.Ordinal);
            await MustAsync("disconnect --yes");
            Assert.Equal(SampleOptions.Twilio, connection.Options);
        }
    }

    [Theory]
    [InlineData(FaultKind.CutBefore, false)]
    [InlineData(FaultKind.CutAfter, false)]
    [InlineData(FaultKind.CutBefore, true)]
    [InlineData(FaultKind.CutAfter, true)]
    public async Task A_phone_provider(object kind, bool hadTwilio)
    {
        Tenant.ReadsUntilBuilt = 0;
        Variables["TWILIO_AUTH_TOKEN"] = "kept";
        if (hadTwilio)
        {
            Tenant.Providers.Add(
                new StoredProvider
                {
                    Id = "pro_twilio",
                    Name = "twilio",
                    Configuration = """{"sid":"AC1","default_from":"+15005550006","delivery_methods":["text"]}""",
                    Credentials = """{"auth_token":"kept"}""",
                }
            );
        }

        var requests = await CountAsync("connect --yes --mode action");
        var undoRequests = await CountAsync("disconnect --yes");
        for (var request = 1; request <= requests; request++)
        {
            await CutAsync("connect --yes --mode action", request, (FaultKind)kind);
            await MustAsync("connect --yes --mode action");
            Assert.Equal("custom", Assert.Single(Tenant.Providers).Name);
            Assert.NotNull(Tenant.DeployedPhoneAction);
            await MustAsync("disconnect --yes");
            AssertAsBefore(hadTwilio);
        }

        for (var request = 1; request <= undoRequests; request++)
        {
            await MustAsync("connect --yes --mode action");
            await CutAsync("disconnect --yes", request, (FaultKind)kind);
            if (StateFiles.Length > 0)
            {
                await MustAsync("disconnect --yes");
            }

            AssertAsBefore(hadTwilio);
        }
    }

    [Theory]
    [InlineData("connect --dry-run --mode connection", 5)]
    [InlineData("disconnect --dry-run --mode connection", 4)]
    [InlineData("connect --dry-run --mode action", 9)]
    public async Task A_dry_run_after_it_leaves_the_undo_file_alone(string line, int request)
    {
        Tenant.ReadsUntilBuilt = 0;
        Tenant.AddConnection(SampleOptions.Twilio);
        await CutAsync(
            line.Replace("disconnect", "connect", StringComparison.Ordinal)
                .Replace("--dry-run", "--yes", StringComparison.Ordinal),
            request,
            FaultKind.CutBefore
        );
        var before = await File.ReadAllTextAsync(Assert.Single(StateFiles), TestContext.Current.CancellationToken);

        await MustAsync(line);

        Assert.Equal(
            before,
            await File.ReadAllTextAsync(Assert.Single(StateFiles), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_file_half_written_beside_the_undo_file_does_no_harm()
    {
        var connection = Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection");
        var file = Assert.Single(StateFiles);
        await File.WriteAllTextAsync(file + ".new", "{ \"ver", TestContext.Current.CancellationToken);

        await MustAsync($"connect --yes --mode connection --url {OtherUrl}");
        await MustAsync("disconnect --yes");

        Assert.Equal(SampleOptions.Twilio, connection.Options);
    }

    [Fact]
    public async Task An_undo_file_that_cannot_be_read_stops_everything()
    {
        var connection = Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection");
        await File.WriteAllTextAsync(Assert.Single(StateFiles), "{}", TestContext.Current.CancellationToken);
        var connected = connection.Options;

        foreach (var line in new[] { $"connect --yes --mode connection --url {OtherUrl}", "disconnect --yes --force" })
        {
            var run = await RunAsync(line);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("look into it", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(connected, connection.Options);
    }

    private void AssertAsBefore(bool hadTwilio)
    {
        Assert.Empty(Tenant.Actions);
        if (hadTwilio)
        {
            var provider = Assert.Single(Tenant.Providers);
            Assert.Equal("twilio", provider.Name);
            Assert.Contains("kept", provider.Credentials, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(Tenant.Providers);
        }
    }

    private async Task<int> CountAsync(string line)
    {
        Auth0.Faults.Restart();
        await MustAsync(line);
        return Auth0.Faults.Count;
    }

    private async Task CutAsync(string line, int request, FaultKind kind)
    {
        Auth0.Faults.Restart();
        Auth0.Faults.On(request, new Fault(kind, 500));
        var run = await RunAsync(line);
        Auth0.Faults.Restart();
        Assert.True(run.ExitCode == 1, $"request {request}: {run.Out}{run.Error}");
    }
}
