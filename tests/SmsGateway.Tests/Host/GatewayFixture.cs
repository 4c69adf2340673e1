using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.CarrierSimulator;
using SmsGateway.Host;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>A whole gateway, on its embedded store unless a derived one says otherwise, with two carriers, all on loopback ports the system chose.</summary>
public class GatewayFixture : IAsyncLifetime
{
    /// <summary>What goes to it is kept for an operator.</summary>
    public const string TestNumber = "+61491570159";

    public const string OperatorsKey = "operators-key-of-this-test";
    private const string AccountSid = "AC0123456789abcdef0123456789abcdef";
    internal const string AuthToken = "auth-token-of-this-test";

    private readonly FakeLoggerProvider _log = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private WebApplication? _simulator;
    private WebApplication? _gateway;

    /// <summary>Fails a test whose answer is not as the gateway describes it.</summary>
    public HttpClient Gateway { get; } = new(new OpenApiCheck());

    public HttpClient Carriers { get; } = new();

    /// <summary>What the gateway answers to: method and path.</summary>
    public IEnumerable<string> Endpoints =>
        ((IEndpointRouteBuilder)_gateway!)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<IHttpMethodMetadata>()!
                    .HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}")
            );

    internal FakeLogCollector Log => _log.Collector;

    /// <summary>What a GET of an address that takes POST only is answered.</summary>
    public virtual HttpStatusCode WrongMethod => HttpStatusCode.MethodNotAllowed;

    /// <summary>Where the operators' page is.</summary>
    public virtual string OperatorsPage => "/operators";

    /// <summary>What a body of 4 MiB is answered.</summary>
    public virtual HttpStatusCode HugeBody => HttpStatusCode.RequestEntityTooLarge;

    /// <summary>What a chunked body is answered that gets <paramref name="declared"/> when it has a length.</summary>
    public virtual HttpStatusCode Chunked(HttpStatusCode declared) => declared;

    public virtual async ValueTask InitializeAsync()
    {
        _simulator = SimulatorApp.Create([
            "--urls=http://127.0.0.1:0",
            $"--Simulator:Twilio:AccountSid={AccountSid}",
            $"--Simulator:Twilio:AuthToken={AuthToken}",
            "--Simulator:EightByEight:SubAccountId=sub",
            "--Simulator:EightByEight:ApiKey=key",
        ]);
        await _simulator.StartAsync();
        Carriers.BaseAddress = AddressOf(_simulator);
        Gateway.BaseAddress = await StartGatewayAsync(Settings(), _log);
    }

    /// <returns>Where it listens.</returns>
    private protected virtual async Task<Uri> StartGatewayAsync(
        Dictionary<string, string?> settings,
        FakeLoggerProvider log
    )
    {
        _gateway = HostApp.Create(
            ["--urls=http://127.0.0.1:0"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Logging.ClearProviders().AddProvider(log);
                UseStore(builder);
            }
        );
        await _gateway.StartAsync();
        return AddressOf(_gateway);
    }

    private protected virtual async Task StopGatewayAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.StopAsync();
            await _gateway.DisposeAsync();
            _gateway = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopGatewayAsync();

        if (_simulator is not null)
        {
            await _simulator.StopAsync();
            await _simulator.DisposeAsync();
        }

        Gateway.Dispose();
        Carriers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected virtual void UseStore(WebApplicationBuilder builder) => builder.Configuration["Store:Path"] = _folder;

    /// <summary>Posts to the gateway as Auth0 does, JSON with its length.</summary>
    public async Task<HttpResponseMessage> PostAsync(HttpContent content, params string[] authorization)
    {
        if (content is JsonContent)
        {
            await content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, "/api/sms") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await Gateway.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> AcceptAsync(object message)
    {
        using var response = await PostAsync(JsonContent.Create(message), TokenFactory.Bearer(TokenFactory.Create()));
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
            .GetProperty("id")
            .GetString()!;
    }

    /// <summary>What the carriers got of this message; waits until it is there.</summary>
    public Task<JsonElement> ArrivalAsync(string id, string? carrier = null) =>
        EventuallyAsync(async () =>
            (await Carriers.GetFromJsonAsync<JsonElement>("/simulator/messages", TestContext.Current.CancellationToken))
                .EnumerateArray()
                .Where(message =>
                    message.GetProperty("correlationId").GetString() == id
                    && (carrier is null || message.GetProperty("carrier").GetString() == carrier)
                )
                .Select(message => (JsonElement?)message)
                .FirstOrDefault()
        );

    public Task<JsonElement> DeadLetterAsync(string id) =>
        EventuallyAsync(async () =>
        {
            using var response = await OperateAsync(HttpMethod.Get, $"/api/dead-letters/{id}");
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)
                : (JsonElement?)null;
        });

    public Task<HttpResponseMessage> OperateAsync(
        HttpMethod method,
        string path,
        string? key = OperatorsKey,
        string? name = null
    ) => OperateAsync(method, path, null, key, name);

    /// <summary>As an operator with something to say beyond the path.</summary>
    /// <param name="order">JSON.</param>
    public Task<HttpResponseMessage> OrderAsync(HttpMethod method, string path, string order) =>
        OperateAsync(
            method,
            path,
            new StringContent(order, Encoding.UTF8, "application/json"),
            OperatorsKey,
            name: null
        );

    private Task<HttpResponseMessage> OperateAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? key,
        string? name
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        if (name is not null)
        {
            request.Headers.Add("x-operator", name);
        }

        return Gateway.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> EventuallyAsync(Func<Task<JsonElement?>> look)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private Dictionary<string, string?> Settings() =>
        new()
        {
            // The contract posts many messages to few numbers; admission has tests of its own.
            ["Gateway:Admission:PerNumber:Mode"] = "Off",
            ["Gateway:Admission:PerUser:Mode"] = "Off",
            ["Gateway:TestNumbers:0:Number"] = TestNumber,
            ["Gateway:TestNumbers:0:Until"] = "2100-01-01",
            ["Gateway:Admission:Regions:0"] = "US",
            ["Gateway:Admission:Regions:1"] = "GB",
            ["Gateway:Admission:Regions:2"] = "AU",
            ["Gateway:Admission:Regions:3"] = "SG",
            ["Gateway:Admission:Regions:4"] = "DE",
            ["Gateway:Callers:auth0:Subject"] = TokenFactory.Subject,
            ["Gateway:Callers:auth0:Audience"] = TokenFactory.Audience,
            ["Gateway:Callers:auth0:SigningSecretName"] = "signing",
            ["Gateway:Callers:action:Scheme"] = "StaticBearer",
            ["Gateway:Callers:action:SigningSecretName"] = "action",
            ["Gateway:Carriers:twilio:Kind"] = "Twilio",
            ["Gateway:Carriers:twilio:BaseAddress"] = Carriers.BaseAddress!.ToString(),
            ["Gateway:Carriers:twilio:AccountSid"] = AccountSid,
            ["Gateway:Carriers:twilio:AuthTokenSecretName"] = "twilio",
            ["Gateway:Carriers:twilio:From"] = "+15005550006",
            ["Gateway:Carriers:8x8:Kind"] = "EightByEight",
            ["Gateway:Carriers:8x8:BaseAddress"] = Carriers.BaseAddress.ToString(),
            ["Gateway:Carriers:8x8:SubAccountId"] = "sub",
            ["Gateway:Carriers:8x8:ApiKeySecretName"] = "8x8",
            ["Gateway:Routing:Default:0"] = "twilio",
            ["Gateway:Routing:Default:1"] = "8x8",
            ["Gateway:Routing:Prefixes:+65:0"] = "8x8",
            ["Gateway:Operators:KeySecretName"] = "operators",
            ["Secrets:signing"] = TokenFactory.Secret,
            ["Secrets:action"] = "bearer-of-the-action",
            ["Secrets:twilio"] = AuthToken,
            ["Secrets:8x8"] = "key",
            ["Secrets:operators"] = OperatorsKey,
        };
}
