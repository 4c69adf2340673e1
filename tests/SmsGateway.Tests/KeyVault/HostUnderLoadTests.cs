using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Azure.KeyVault;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Host;
using SmsGateway.Queue;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>The whole Host over HTTP, its secrets in a vault: nothing that carries the current or the previous secret is refused.</summary>
public sealed class HostUnderLoadTests : VaultTest
{
    private const string Signing = "pasted-signing";
    private const string Subject = "pasted-subject";
    private const string Audience = "pasted-audience";
    private const int RequestsPerRound = 10;

    private readonly EmbeddedFolder _folder = new();
    private readonly FakeLoggerProvider _log = new();
    private readonly HttpClient _http = new();

    /// <summary>What of a caller is kept as a secret, and so can be rotated.</summary>
    public static TheoryData<string> Kinds => ["signature", "bearer", "subject and audience"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Rotating_twice_refuses_no_request(string kind)
    {
        Rotate(kind, 0);
        Rotate(kind, 1);
        await using var host = await StartAsync(kind);
        using var load = new CallerLoad(current: 1, number => IsAcceptedAsync(host, kind, number), LetTimePass);
        var running = load.Run();

        for (var next = 2; next < 4; next++)
        {
            await load.ChecksAsync(RequestsPerRound);
            Time.Advance(KeyVaultTimes.BetweenAskedReads);
            Rotate(kind, next);
            load.Current = next;
        }

        await load.ChecksAsync(RequestsPerRound);
        await load.StopAsync(running);
        Assert.Equal(0, load.Refused);
        // One at the start, and one for each rotation; the clock never reached the timer's time.
        Assert.InRange(Vault.Lists(Signing), 3, 3 + load.Passes);
        Assert.False(await AsTimePassesAsync(IsAcceptedAsync(host, kind, 0), LetTimePass));
        await StopAsync(host);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_vault_that_is_down_from_the_start_on_refuses_no_request(string kind)
    {
        Rotate(kind, 0);
        Rotate(kind, 1);
        await using var host = await StartAsync(kind);
        var requests = Vault.Requests.Count;
        Vault.Fail(503);
        using var load = new CallerLoad(current: 1, number => IsAcceptedAsync(host, kind, number), LetTimePass);
        var running = load.Run();

        for (var hours = 0; hours < 20; hours += 5)
        {
            await load.ChecksAsync(RequestsPerRound);
            Time.Advance(TimeSpan.FromHours(5));
        }

        await load.ChecksAsync(RequestsPerRound);
        await load.StopAsync(running);
        Assert.Equal(0, load.Refused);
        Assert.True(Vault.Requests.Count > requests, "The vault was never asked.");
        Assert.Contains(
            "It is served as last read.",
            await _http.GetStringAsync(new Uri(host.Urls.First() + "/api/health"), Cancel),
            StringComparison.Ordinal
        );
        await StopAsync(host);
    }

    private void LetTimePass() => Time.Advance(KeyVaultTimes.BetweenAskedReads);

    private static string Secret(int number) => $"a secret of at least 32 bytes, with the number {number}";

    private static string Token(string kind, int number) =>
        kind switch
        {
            "signature" => TokenFactory.Create(secret: Secret(number)),
            "bearer" => Secret(number),
            _ => TokenFactory.Create(subject: Secret(number), audience: Secret(number)),
        };

    private void Rotate(string kind, int number)
    {
        if (kind == "subject and audience")
        {
            Vault.With(Subject, Secret(number)).With(Audience, Secret(number));
        }
        else
        {
            Vault.With(Signing, Secret(number));
        }
    }

    private async Task<WebApplication> StartAsync(string kind)
    {
        var settings = VaultSettings.For(Vault.Uri);
        settings["Gateway:Callers:auth0:SigningSecretName"] = Signing;
        settings["Gateway:Delivery:MaxConcurrency"] = "0";
        // Every request is for the same number; who may send is what this is about.
        settings["Gateway:Admission:PerNumber:Mode"] = "Off";
        settings["Store:Path"] = _folder.Path;
        Vault.With(VaultSettings.CarrierSecret, "carrier-value");
        if (kind == "bearer")
        {
            settings["Gateway:Callers:auth0:Scheme"] = "StaticBearer";
        }
        else if (kind != "signature")
        {
            Vault.With(Signing, TokenFactory.Secret);
            settings.Remove("Gateway:Callers:auth0:Subject");
            settings.Remove("Gateway:Callers:auth0:Audience");
            settings["Gateway:Callers:auth0:SubjectSecretName"] = Subject;
            settings["Gateway:Callers:auth0:AudienceSecretName"] = Audience;
        }

        var host = HostApp.Create(
            ["--urls", "http://127.0.0.1:0"],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(_log);
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(Vault.CreateClient());
                // Hours go by for the secrets: to a store they would be a disk that stands still, and messages that nobody delivers.
                builder.Services.AddSingleton(services => new EmbeddedStore(
                    _folder.Path,
                    TimeProvider.System,
                    services.GetRequiredService<DeliveryOptions>(),
                    services.GetRequiredService<EnvelopeCodec>(),
                    services.GetRequiredService<DeadLetterCodec>(),
                    services.GetRequiredService<ILogger<EmbeddedStore>>()
                ));
            }
        );
        await host.StartAsync(Cancel);
        return host;
    }

    private async Task StopAsync(WebApplication host)
    {
        await host.StopAsync(Cancel);
        await host.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
        Assert.All(
            Vault.Values.Append("pasted"),
            value => Assert.DoesNotContain(value, _log.Collector.Text, StringComparison.Ordinal)
        );
    }

    private async Task<bool> IsAcceptedAsync(WebApplication host, string kind, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Urls.First() + "/api/sms"));
        request.Content = new StringContent(
            """{"recipient":"+15005550006","body":"493817 is your code"}""",
            Encoding.UTF8
        );
        request.Headers.TryAddWithoutValidation("Authorization", TokenFactory.Bearer(Token(kind, number)));
        try
        {
            using var response = await _http.SendAsync(request, Cancel);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
