using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>The Host, seen from outside, on a storage account; Twilio is played by a few lines.</summary>
public sealed class HostOnStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Bearer = "the-bearer-of-this-test";
    private const string OperatorsKey = "the-operators-key-of-this-test";
    private const string GoodNumber = "+15005550006";
    private const string InvalidNumber = "+15005550001";

    private readonly Channel<string> _sent = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private readonly ListLoggerProvider _log = new();
    private WebApplication _carrier = null!;
    private WebApplication _host = null!;
    private HttpClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _carrier = CreateCarrier();
        await _carrier.StartAsync(Stop);
        var options = await azurite.NewStoreAsync();
        string[] settings =
        [
            "--urls=http://127.0.0.1:0",
            "--Store:Kind=AzureStorage",
            $"--Store:ConnectionString={options.ConnectionString!.Reveal()}",
            "--Gateway:Callers:auth0:Scheme=StaticBearer",
            "--Gateway:Callers:auth0:SigningSecretName=bearer",
            "--Gateway:Carriers:twilio:Kind=Twilio",
            $"--Gateway:Carriers:twilio:BaseAddress={_carrier.Urls.Single()}/",
            "--Gateway:Carriers:twilio:AccountSid=AC00000000000000000000000000000000",
            "--Gateway:Carriers:twilio:AuthTokenSecretName=token",
            "--Gateway:Carriers:twilio:From=+15005550006",
            "--Gateway:Operators:KeySecretName=operators",
            $"--Secrets:bearer={Bearer}",
            "--Secrets:token=none",
            $"--Secrets:operators={OperatorsKey}",
        ];
        _host = HostApp.Create(settings, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(_log);
            // A queue and a container that no other test uses.
            builder.Services.AddSingleton(new StorageAccount(options, () => throw new InvalidOperationException("Azurite needs no token.")));
        });
        await _host.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = new Uri(_host.Urls.Single()) };
        _client.DefaultRequestHeaders.Add("x-functions-key", OperatorsKey);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Bearer);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await _carrier.DisposeAsync();
    }

    [Fact]
    public async Task An_accepted_message_arrives_at_the_carrier()
    {
        var id = await PostAsync(GoodNumber);

        Assert.Equal(GoodNumber, await _sent.Reader.ReadAsync(Stop));
        Assert.NotEmpty(id);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(new Uri("/api/health", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task A_rejected_message_becomes_a_dead_letter_that_can_be_listed_replayed_and_deleted()
    {
        var id = await PostAsync(InvalidNumber);
        Assert.Equal(InvalidNumber, await _sent.Reader.ReadAsync(Stop));

        var deadLetter = await ListedAsync();
        Assert.Equal(id, (string?)deadLetter["id"]);
        Assert.Equal("Rejected", (string?)deadLetter["reason"]);
        Assert.Equal("21211", (string?)deadLetter["lastOutcomes"]![0]!["code"]);
        var diedAt = (DateTimeOffset)deadLetter["diedAt"]!;

        (await _client.PostAsync(new Uri($"/api/dead-letters/{id}/replay", UriKind.Relative), null, Stop)).EnsureSuccessStatusCode();
        Assert.Equal(InvalidNumber, await _sent.Reader.ReadAsync(Stop));
        Assert.NotEqual(diedAt, (DateTimeOffset)(await ListedAsync(other: diedAt))["diedAt"]!);

        var deleted = await _client.DeleteAsync(new Uri($"/api/dead-letters/{id}", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public void A_store_without_an_account_is_refused_at_the_start()
    {
        var e = Assert.Throws<GatewayConfigurationException>(() => HostApp.Create(
            ["--Store:Kind=AzureStorage"],
            builder => builder.Configuration.AddInMemoryCollection(MinimalGateway)));

        Assert.Contains("Store__AccountName", e.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> MinimalGateway => new()
    {
        ["Gateway:Callers:auth0:Scheme"] = "StaticBearer",
        ["Gateway:Callers:auth0:SigningSecretName"] = "bearer",
        ["Gateway:Carriers:twilio:Kind"] = "Twilio",
        ["Gateway:Carriers:twilio:AccountSid"] = "AC00000000000000000000000000000000",
        ["Gateway:Carriers:twilio:AuthTokenSecretName"] = "bearer",
        ["Gateway:Carriers:twilio:From"] = GoodNumber,
        ["Secrets:bearer"] = Bearer,
    };

    private WebApplication CreateCarrier()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/2010-04-01/Accounts/{account}/Messages.json", async (HttpRequest request) =>
        {
            var to = (await request.ReadFormAsync()).TryGetValue("To", out var number) ? number.ToString() : "";
            await _sent.Writer.WriteAsync(to);
            return to == InvalidNumber
                ? Results.Text("""{"code":21211,"message":"invalid","status":400}""", "application/json", statusCode: 400)
                : Results.Text("""{"sid":"SM00000000000000000000000000000001","status":"queued"}""", "application/json", statusCode: 201);
        });
        return app;
    }

    private async Task<string> PostAsync(string recipient)
    {
        var answer = await _client.PostAsJsonAsync("/api/sms", new { recipient, body = Samples.Body }, Stop);
        Assert.True(answer.IsSuccessStatusCode, _log.Logger.Text);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["id"]!;
    }

    /// <summary>The one dead letter, as soon as it is there, other than the one of that time.</summary>
    private async Task<JsonNode> ListedAsync(DateTimeOffset? other = null)
    {
        while (true)
        {
            if (await ListAsync() is [{ } deadLetter] && (DateTimeOffset)deadLetter["diedAt"]! != other)
            {
                return deadLetter;
            }

            await StorageTest.WaitAsync(TimeSpan.FromMilliseconds(20));
        }
    }

    private async Task<JsonArray> ListAsync() =>
        (await _client.GetFromJsonAsync<JsonObject>("/api/dead-letters", Stop))!["items"]!.AsArray();
}
