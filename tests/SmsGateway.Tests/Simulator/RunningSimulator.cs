using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmsGateway.CarrierSimulator;
using SmsGateway.CarrierSimulator.Inbox;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Simulator;

/// <summary>The carrier simulator on a free port of the loopback address, with credentials for every carrier, and a client.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    public const string AccountSid = "AC0123456789abcdef0123456789abcdef";
    public const string AnyNumber = "+4915112345678";
    public const string VonageApplication = "78d335fa-323d-0114-9c3d-d6f0d48968cf";

    public const string AzureAccessKey = "dGhlIGFjY2VzcyBrZXkgb2YgYSByZXNvdXJjZSwgNDAgYnl0ZXMuLg==";

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private RunningSimulator(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public Uri Address => _http.BaseAddress!;

    public MessageList Messages => _app.Services.GetRequiredService<MessageList>();

    public static Task<RunningSimulator> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static async Task<RunningSimulator> StartAsync(TimeProvider? time, params string[] settings)
    {
        var app = SimulatorApp.Create(
            [
                "--urls=http://127.0.0.1:0",
                "--Logging:LogLevel:Default=None",
                $"--Simulator:Twilio:AccountSid={AccountSid}",
                "--Simulator:Twilio:AuthToken=the-token",
                "--Simulator:Twilio:ApiKeySid=SK1",
                "--Simulator:Twilio:ApiKeySecret=key-secret",
                "--Simulator:MessageMedia:ApiKey=mm-key",
                "--Simulator:MessageMedia:ApiSecret=mm-secret",
                "--Simulator:EightByEight:SubAccountId=sub",
                "--Simulator:EightByEight:ApiKey=bearer-key",
                "--Simulator:EightByEightVoice:SubAccountId=voice",
                "--Simulator:EightByEightVoice:ApiKey=voice-key",
                "--Simulator:Infobip:ApiKey=infobip-key",
                "--Simulator:Plivo:AuthId=MA1",
                "--Simulator:Plivo:AuthToken=plivo-token",
                "--Simulator:Vonage:ApiKey=vonage-key",
                "--Simulator:Vonage:ApiSecret=vonage-secret",
                $"--Simulator:Vonage:ApplicationId={VonageApplication}",
                $"--Simulator:Vonage:PublicKey={RsaKey.PublicPem}",
                "--Simulator:Sinch:ServicePlanId=plan",
                "--Simulator:Sinch:ApiToken=sinch-token",
                "--Simulator:Telnyx:ApiKey=telnyx-key",
                $"--Simulator:AzureCommunication:AccessKey={AzureAccessKey}",
                "--Simulator:AzureCommunication:AccessToken=azure-token",
                .. settings,
            ],
            time
        );
        await app.StartAsync();
        return new RunningSimulator(app);
    }

    /// <summary>Sends with right credentials through the named carrier.</summary>
    public Task<HttpResponseMessage> SendAsync(
        string carrier,
        string recipient,
        string body = "Your code is 123456",
        string? correlationId = null,
        CancellationToken? patience = null
    )
    {
        var request = carrier switch
        {
            "twilio" => Twilio(
                new()
                {
                    ["To"] = recipient,
                    ["From"] = "+15005550006",
                    ["Body"] = body,
                }
            ),
            "messagemedia" => MessageMedia(
                new JsonObject { ["messages"] = new JsonArray(MessageMediaItem(recipient, body)) }.ToJsonString()
            ),
            "vonage" => Vonage(VonageText(recipient, body).ToJsonString()),
            "sinch" => Sinch(SinchBatch(recipient, body).ToJsonString()),
            "telnyx" => Telnyx(
                new JsonObject
                {
                    ["to"] = recipient,
                    ["text"] = body,
                    ["from"] = "+15005550006",
                }.ToJsonString()
            ),
            "azure" => AzureCommunication(AzureCommunicationMessage(recipient, body).ToJsonString()),
            _ => EightByEight(
                new JsonObject
                {
                    ["destination"] = recipient,
                    ["text"] = body,
                    ["source"] = "Acme",
                }.ToJsonString()
            ),
        };
        if (correlationId is not null)
        {
            request.Headers.Add("X-Correlation-Id", correlationId);
        }

        return SendAsync(request, patience);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken? patience = null) =>
        _http.SendAsync(request, patience ?? TestContext.Current.CancellationToken);

    public Task<string> GetTextAsync(string path) =>
        _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse(await GetTextAsync(path))!;

    public Task<Stream> GetEventsAsync() =>
        _http.GetStreamAsync(new Uri("/simulator/events", UriKind.Relative), TestContext.Current.CancellationToken);

    public static HttpRequestMessage Twilio(
        Dictionary<string, string> fields,
        string resource = "Messages",
        string user = AccountSid,
        string password = "the-token"
    ) =>
        new(HttpMethod.Post, $"/2010-04-01/Accounts/{AccountSid}/{resource}.json")
        {
            Content = new FormUrlEncodedContent(fields),
            Headers = { Authorization = Basic(user, password) },
        };

    public static HttpRequestMessage MessageMedia(string json, string user = "mm-key", string password = "mm-secret") =>
        new(HttpMethod.Post, "/v1/messages")
        {
            Content = Json(json),
            Headers = { Authorization = Basic(user, password) },
        };

    public static HttpRequestMessage EightByEight(string json, string key = "bearer-key", string subAccount = "sub") =>
        new(HttpMethod.Post, $"/api/v1/subaccounts/{subAccount}/messages")
        {
            Content = Json(json),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };

    public static HttpRequestMessage Vonage(
        string json,
        string resource = "messages",
        AuthenticationHeaderValue? authorization = null
    ) =>
        new(HttpMethod.Post, $"/vonage/v1/{resource}")
        {
            Content = Json(json),
            Headers = { Authorization = authorization ?? Basic("vonage-key", "vonage-secret") },
        };

    public static JsonObject VonageText(string recipient, string text) =>
        new()
        {
            ["channel"] = "sms",
            ["message_type"] = "text",
            ["to"] = recipient.TrimStart('+'),
            ["from"] = "Acme",
            ["text"] = text,
        };

    public static HttpRequestMessage Sinch(string json, string token = "sinch-token", string plan = "plan") =>
        new(HttpMethod.Post, $"/xms/v1/{plan}/batches")
        {
            Content = Json(json),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    public static HttpRequestMessage Telnyx(string json, string key = "telnyx-key") =>
        new(HttpMethod.Post, "/v2/messages")
        {
            Content = Json(json),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };

    public static HttpRequestMessage AzureCommunication(string json, string token = "azure-token") =>
        new(HttpMethod.Post, "/sms?api-version=2026-01-23")
        {
            Content = Json(json),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    public static JsonObject SinchBatch(string recipient, string body) =>
        new()
        {
            ["to"] = new JsonArray(recipient),
            ["from"] = "Acme",
            ["body"] = body,
            ["type"] = "mt_text",
        };

    public static JsonObject AzureCommunicationMessage(string recipient, string text) =>
        new()
        {
            ["from"] = "+15005550006",
            ["smsRecipients"] = new JsonArray(new JsonObject { ["to"] = recipient }),
            ["message"] = text,
        };

    public static JsonObject MessageMediaItem(string recipient, string content) =>
        new()
        {
            ["destination_number"] = recipient,
            ["content"] = content,
            ["source_number"] = "Acme",
        };

    public async Task SetOutageAsync(string carrier, string mode)
    {
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/simulator/outage?carrier={carrier}&mode={mode}")
        );
        response.EnsureSuccessStatusCode();
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    public static async Task<JsonNode> JsonOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
