using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmsGateway.Host;
using SmsGateway.Testing;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>What an operator orders at one gateway, every gateway on the store does.</summary>
public sealed class TwoHostsOnOneFolderTests : IAsyncLifetime
{
    private const string Number = "+61491570156";
    private const string Blocks = "/api/admission/blocks";

    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    private readonly EmbeddedFolder _folder = new();
    private readonly List<WebApplication> _hosts = [];
    private readonly HttpClient _http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            var host = HostApp.Create(
                ["--urls=http://127.0.0.1:0"],
                builder =>
                {
                    builder.Logging.ClearProviders();
                    builder.Configuration.AddConfiguration(
                        Settings.Create(
                            ("Gateway__Carriers__twilio__BaseAddress", "http://127.0.0.1:1/"),
                            ("Gateway__Admission__PerNumber__Mode", "Off"),
                            ("Gateway__Admission__Regions__0", "AU"),
                            ("Gateway__Operators__KeySecretName", "operators"),
                            ("Secrets__operators", GatewayFixture.OperatorsKey),
                            ("Store__Path", _folder.Path)
                        )
                    );
                }
            );
            _hosts.Add(host);
            await host.StartAsync(Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            await host.DisposeAsync();
        }

        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_block_and_its_removal_hold_at_the_other_within_seconds()
    {
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await PostAsync(0), await PostAsync(1)]);

        await OrderAsync(0, HttpMethod.Put, Blocks, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(0));
        Assert.True(await BecomesAsync(1, HttpStatusCode.Forbidden), "The other gateway does not know of the block.");

        await OrderAsync(1, HttpMethod.Delete, $"{Blocks}?number=%2B{Number[1..]}", HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(1));
        Assert.True(
            await BecomesAsync(0, HttpStatusCode.OK),
            "The first gateway does not know that the block is gone."
        );
    }

    private Task<bool> BecomesAsync(int host, HttpStatusCode status) =>
        Poll.UntilAsync(async () => await PostAsync(host) == status, Holds, Stop);

    private async Task<HttpStatusCode> PostAsync(int host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(host, "/api/sms"))
        {
            Content = JsonContent.Create(new { recipient = Number, body = "Your code is 1" }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", TokenFactory.Bearer(TokenFactory.Create()));
        using var response = await _http.SendAsync(request, Stop);
        return response.StatusCode;
    }

    private async Task OrderAsync(int host, HttpMethod method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, AddressOf(host, path))
        {
            Content = method == HttpMethod.Put ? JsonContent.Create(new { number = Number }) : null,
        };
        request.Headers.Add("x-functions-key", GatewayFixture.OperatorsKey);
        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(status, response.StatusCode);
    }

    private Uri AddressOf(int host, string path) => new(_hosts[host].Urls.First() + path);
}
