using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SmsGateway.CarrierSimulator;
using SmsGateway.CarrierSimulator.Inbox;
using SmsGateway.Testing;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Deploy;

/// <summary>What deploy/compose.yaml starts, without containers: both programs on its settings, and a message through both.</summary>
public sealed class ComposeRunTests : IDisposable
{
    private const string BaseAddress = "Gateway__Carriers__twilio__BaseAddress";

    private readonly EmbeddedFolder _folder = new();

    private static CancellationToken Stop => Patience.Bounded;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signed_message_reaches_the_simulators_inbox()
    {
        var settings = DeployFiles.EnvironmentOf("gateway");
        await using var simulator = SimulatorApp.Create([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            .. DeployFiles
                .EnvironmentOf("simulator")
                .Select(pair => $"--{pair.Key.Replace("__", ":", StringComparison.Ordinal)}={pair.Value}"),
        ]);
        await simulator.StartAsync(Stop);
        await using var gateway = DeployedHost.On(
            DeployFiles.Compose,
            _folder.Path,
            (BaseAddress, simulator.Urls.Single())
        );
        await gateway.StartAsync(Stop);

        using var http = new HttpClient { BaseAddress = new Uri(gateway.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/sms", UriKind.Relative))
        {
            Content = JsonContent.Create(new { recipient = "+15005550100", body = "Your code is 123456" }),
        };
        var token = TokenFactory.Create(
            settings["Gateway__Callers__auth0__Subject"],
            settings["Gateway__Callers__auth0__Audience"],
            secret: settings["Secrets__auth0-signing-secret"]
        );
        request.Headers.TryAddWithoutValidation("Authorization", TokenFactory.Bearer(token));
        using var response = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var inbox = simulator.Services.GetRequiredService<MessageList>();
        Assert.True(
            await Poll.UntilAsync(
                () => Task.FromResult(inbox.Newest(1) is [{ Body: "Your code is 123456" }]),
                TimeSpan.FromSeconds(30),
                Stop
            ),
            "The message did not reach the simulator."
        );
        await gateway.StopAsync(Stop);
        await simulator.StopAsync(Stop);
    }

    [Fact]
    public void The_simulators_page_sends_as_the_gateways_caller_and_replays_with_its_key()
    {
        var gateway = DeployFiles.EnvironmentOf("gateway");
        var simulator = DeployFiles.EnvironmentOf("simulator");

        Assert.Equal(gateway["Gateway__Callers__auth0__Subject"], simulator["Simulator__Gateway__Subject"]);
        Assert.Equal(gateway["Gateway__Callers__auth0__Audience"], simulator["Simulator__Gateway__Audience"]);
        Assert.Equal(gateway["Secrets__auth0-signing-secret"], simulator["Simulator__Gateway__SigningSecret"]);
        Assert.Equal(gateway["Secrets__operators-key"], simulator["Simulator__Gateway__OperatorsKey"]);
    }

    /// <summary>They share one network: each calls the other where that one listens.</summary>
    [Fact]
    public void Each_knows_where_the_other_listens()
    {
        var command = DeployFiles.List("simulator", "command").Single();
        var port = new Uri(command.Split('=', 2)[1]).Port;

        Assert.Equal("service:gateway", DeployFiles.Service("simulator")["network_mode"]);
        Assert.Equal($"http://127.0.0.1:{port}/", DeployFiles.EnvironmentOf("gateway")[BaseAddress]);
        Assert.Contains($"127.0.0.1:{port}:{port}", DeployFiles.List("gateway", "ports"));
        Assert.Equal(
            $"http://127.0.0.1:{DeployFiles.ImagePort}/",
            DeployFiles.EnvironmentOf("simulator")["Simulator__Gateway__Address"]
        );
    }
}
