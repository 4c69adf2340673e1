using SmsGateway.Cli.Commands;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Cli;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>A tenant of the stand-in, a folder for undo files, and the tool's environment for both.</summary>
public abstract class TenantTest : IAsyncLifetime
{
    protected const string GatewayUrl = "https://sms.example.com/api/sms";
    protected const string OtherUrl = "https://sms2.example.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    internal Auth0StandIn Auth0 { get; private set; } = null!;

    internal Tenant Tenant => Auth0.Tenant;

    /// <summary>Where undo files come to lie; made by the tool.</summary>
    protected string StateFolder => Path.Combine(_folder, "undo");

    internal Dictionary<string, string> Variables { get; private set; } = [];

    internal virtual TimeProvider Time => TimeProvider.System;

    public virtual async ValueTask InitializeAsync()
    {
        Auth0 = await Auth0StandIn.StartAsync(Time);
        Variables = new Dictionary<string, string>
        {
            ["AUTH0_DOMAIN"] = Auth0.Domain,
            ["AUTH0_CLIENT_ID"] = Auth0StandIn.ClientId,
            ["AUTH0_CLIENT_SECRET"] = Auth0StandIn.ClientSecret,
            ["SMS_GATEWAY_STATE"] = StateFolder,
            ["SMS_GATEWAY_URL"] = "https://sms.example.com",
            ["SMS_GATEWAY_SUBJECT"] = TokenFactory.Subject,
            ["SMS_GATEWAY_AUDIENCE"] = TokenFactory.Audience,
            ["SMS_GATEWAY_SIGNING_SECRET"] = TokenFactory.Secret,
        };
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Auth0.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <param name="line">After <c>sms-gateway auth0</c>.</param>
    /// <param name="input">What is typed.</param>
    internal Task<CliRun> RunAsync(string line, string? input = null) =>
        CliRun.OfAsync(
            "auth0 " + line,
            Variables,
            input,
            time: Time,
            handler: line.Contains("--no-probe", StringComparison.Ordinal)
                ? null
                : () => new ExampleGateways { InnerHandler = CliEnvironment.NewHandler() }
        );

    internal async Task<CliRun> MustAsync(string line)
    {
        var run = await RunAsync(line);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        return run;
    }

    protected string[] StateFiles => Directory.Exists(StateFolder) ? Directory.GetFiles(StateFolder) : [];

    /// <summary>The gateways of the two addresses above: they know the caller, and refuse an empty message.</summary>
    private sealed class ExampleGateways : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            request.RequestUri!.Host.EndsWith(".example.com", StringComparison.Ordinal)
                ? Task.FromResult(StubGateway.Json(400, """{"title":"x","errors":{"recipient":["is missing"]}}"""))
                : base.SendAsync(request, cancellationToken);
    }
}
