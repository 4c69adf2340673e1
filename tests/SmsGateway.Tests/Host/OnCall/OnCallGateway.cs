using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host.OnCall;

/// <summary>A whole gateway that is about to fail in one way.</summary>
internal sealed class OnCallGateway : GatewayFixture
{
    private readonly Dictionary<string, string?> _changes;
    private readonly ISecretStore? _secrets;

    private OnCallGateway(ISecretStore? secrets, (string Key, string? Value)[] changes) =>
        (_secrets, _changes) = (secrets, changes.ToDictionary(change => change.Key, change => change.Value));

    /// <summary>Before anything was wrong.</summary>
    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow();

    /// <param name="changes">Of the fixture's settings.</param>
    public static Task<OnCallGateway> StartAsync(params (string Key, string? Value)[] changes) =>
        StartAsync(null, changes);

    /// <param name="secrets">In the place of the configuration's.</param>
    /// <param name="changes">Of the fixture's settings.</param>
    public static async Task<OnCallGateway> StartAsync(
        ISecretStore? secrets,
        params (string Key, string? Value)[] changes
    )
    {
        var gateway = new OnCallGateway(secrets, changes);
        await gateway.InitializeAsync();
        return gateway;
    }

    /// <summary>Posts a code to each of so many numbers of a block, at once.</summary>
    public async Task<IReadOnlyList<HttpStatusCode>> PostAsync(int count, string token)
    {
        var posts = Enumerable
            .Range(0, count)
            .Select(async i =>
            {
                using var answer = await PostAsync(
                    JsonContent.Create(
                        new
                        {
                            recipient = $"+6149157{1000 + i}",
                            body = "Your code is 5190",
                            req = new { ip = "203.0.113.7" },
                        }
                    ),
                    TokenFactory.Bearer(token)
                );
                return answer.StatusCode;
            });
        return await Task.WhenAll(posts);
    }

    public async Task SetOutageAsync(string carrier, string mode)
    {
        using var response = await Carriers.PostAsync(
            new Uri($"/simulator/outage?carrier={carrier}&mode={mode}&seconds=1", UriKind.Relative),
            null,
            TestContext.Current.CancellationToken
        );
        response.EnsureSuccessStatusCode();
    }

    private protected override Task<Uri> StartGatewayAsync(Dictionary<string, string?> settings, FakeLoggerProvider log)
    {
        foreach (var (key, value) in _changes)
        {
            if (value is null)
            {
                settings.Remove(key);
            }
            else
            {
                settings[key] = value;
            }
        }

        return base.StartGatewayAsync(settings, log);
    }

    protected override void UseStore(WebApplicationBuilder builder)
    {
        base.UseStore(builder);
        if (_secrets is not null)
        {
            builder.Services.AddSingleton(_secrets);
        }
    }
}
