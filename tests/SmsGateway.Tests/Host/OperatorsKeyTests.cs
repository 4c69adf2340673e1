using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsGateway.Host;
using SmsGateway.Secrets;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>What an operator is told while the secret with his key cannot be read.</summary>
public sealed class OperatorsKeyTests : IAsyncLifetime
{
    private readonly EmbeddedFolder _folder = new();
    private readonly FakeSecretStore _secrets = new();
    private readonly HttpClient _http = new();
    private WebApplication _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = HostApp.Create(
            ["--urls=http://127.0.0.1:0"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Configuration.AddConfiguration(
                    Settings.Create(
                        ("Gateway__Operators__KeySecretName", "operators"),
                        ("Secrets__operators", "a key that is not looked at"),
                        ("Store__Path", _folder.Path)
                    )
                );
                builder.Services.AddSingleton<ISecretStore>(_secrets);
            }
        );
        await _host.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_the_secret_no_key_can_be_judged()
    {
        using var any = await ListAsync("right");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, any.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), any.Headers.RetryAfter?.Delta);
        Assert.Equal("application/problem+json", any.Content.Headers.ContentType?.MediaType);
        using var none = await ListAsync(null);
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);

        _secrets.With("operators", "right", "former");
        foreach (
            var (key, status) in new[]
            {
                ("right", HttpStatusCode.OK),
                ("former", HttpStatusCode.OK),
                ("wrong", HttpStatusCode.Unauthorized),
            }
        )
        {
            using var response = await ListAsync(key);
            Assert.Equal(status, response.StatusCode);
        }
    }

    private Task<HttpResponseMessage> ListAsync(string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_host.Urls.First() + "/api/dead-letters"));
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return _http.SendAsync(request, Stop);
    }
}
