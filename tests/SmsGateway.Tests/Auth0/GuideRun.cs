using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmsGateway.CarrierSimulator.Inbox;
using SmsGateway.Host;
using SmsGateway.Testing;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Simulator;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>A gateway on a guide's settings as they stand, in front of the carrier simulator, and Auth0 as the guide sets it up.</summary>
internal sealed partial class GuideRun : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>What somebody who follows the guides would store; the carriers' are those the carrier simulator knows.</summary>
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["auth0-signing-secret"] = "the connection's secret of 32 bytes or more",
        ["action-signing"] = "the Action's secret of 32 bytes or more",
        ["sample-bearer"] = "the sample's secret of 32 bytes or more",
        ["messagemedia-signing"] = "MessageMedia",
        ["messagemedia-api-key"] = "mm-key",
        ["messagemedia-api-secret"] = "mm-secret",
        ["8x8-api-key"] = "bearer-key",
        ["twilio-auth-token"] = "the-token",
    };

    /// <summary>For a guide about Auth0 alone, and for one that mentions Twilio as a second carrier.</summary>
    public static readonly IReadOnlyList<(string Key, string Value)> SomeCarrier =
    [
        ("Gateway__Carriers__twilio__Kind", "Twilio"),
        ("Gateway__Carriers__twilio__AccountSid", RunningSimulator.AccountSid),
        ("Gateway__Carriers__twilio__AuthTokenSecretName", "twilio-auth-token"),
        ("Gateway__Carriers__twilio__From", "+15005550006"),
    ];

    private readonly RunningSimulator _simulator;
    private readonly EmbeddedFolder _folder;
    private readonly WebApplication _host;
    private readonly HttpClient _http;

    private GuideRun(RunningSimulator simulator, EmbeddedFolder folder, WebApplication host)
    {
        (_simulator, _folder, _host) = (simulator, folder, host);
        _http = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Uri GatewayUrl => new(_http.BaseAddress!, new Uri(Guide.GatewayUrl).AbsolutePath);

    /// <param name="guide">Its settings, as they stand.</param>
    /// <param name="variation">Further settings that it mentions.</param>
    public static async Task<GuideRun> StartAsync(Guide guide, params IEnumerable<(string Key, string Value)> variation)
    {
        var subAccount = guide.Settings.GetValueOrDefault("Gateway__Carriers__8x8__SubAccountId", "none");
        var simulator = await RunningSimulator.StartAsync($"--Simulator:EightByEight:SubAccountId={subAccount}");
        var folder = new EmbeddedFolder();
        try
        {
            var host = HostApp.Create(
                ["--urls=http://127.0.0.1:0"],
                builder =>
                {
                    builder.Configuration.AddInMemoryCollection(
                        SettingsOf(guide, variation, simulator.Address, folder.Path)
                    );
                    builder.Logging.ClearProviders();
                }
            );
            await host.StartAsync(Stop);
            var run = new GuideRun(simulator, folder, host);
            // The guides' second step.
            Assert.Equal(
                200,
                (int)(await run._http.GetAsync(new Uri("/api/health", UriKind.Relative), Stop)).StatusCode
            );
            return run;
        }
        catch
        {
            folder.Dispose();
            await simulator.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends as the legacy connection does with these options: a token without times, and the four fields.</summary>
    public async Task<InboxMessage> SendByConnectionAsync(JsonObject options, string recipient, string text)
    {
        var authentication = options["gateway_authentication"]!;
        var token = TokenFactory.Create(
            Value(authentication["subject"]),
            Value(authentication["audience"]),
            secret: Value(authentication["secret"])
        );
        var body = new JsonObject
        {
            ["recipient"] = recipient,
            ["body"] = text,
            ["sender"] = (string?)options["from"],
            ["req"] = new JsonObject { ["ip"] = "203.0.113.7", ["user-agent"] = "Mozilla/5.0" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, GatewayUrl)
        {
            Content = new StringContent(body.ToJsonString()),
        };
        request.Headers.TryAddWithoutValidation("Authorization", TokenFactory.Bearer(token));
        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(200, (int)response.StatusCode);
        return await ArrivalAsync(recipient);
    }

    /// <summary>Sends as Auth0 does when the Action of this trigger has these secrets.</summary>
    public async Task<InboxMessage> SendByActionAsync(
        string trigger,
        IReadOnlyDictionary<string, string> secrets,
        string recipient,
        string text,
        bool isCall = false
    )
    {
        var actual = new JsonObject(
            secrets.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Value(pair.Value)))
        );
        Assert.Equal(Guide.GatewayUrl, (string?)actual["GATEWAY_URL"]);
        actual["GATEWAY_URL"] = GatewayUrl.ToString();
        var @event =
            trigger == "custom-phone-provider"
                ? new JsonObject
                {
                    ["notification"] = new JsonObject
                    {
                        ["recipient"] = recipient,
                        ["as_text"] = text,
                        ["delivery_method"] = "text",
                        ["message_type"] = "otp_verify",
                    },
                }
                : new JsonObject
                {
                    ["message_options"] = new JsonObject
                    {
                        ["recipient"] = recipient,
                        ["text"] = text,
                        ["message_type"] = isCall ? "voice" : "sms",
                        ["action"] = "enrollment",
                    },
                };
        @event["secrets"] = actual;

        var run = await NodeRun.OfAsync(
            RepositoryFiles.PathOf("auth0/tests/support"),
            ["run-action.js", trigger],
            new Dictionary<string, string>(),
            @event.ToJsonString(),
            Stop
        );
        Assert.Equal((0, """{"dropped":[],"retried":[],"thrown":null,"logged":[]}"""), (run.ExitCode, run.Output));
        return await ArrivalAsync(recipient);
    }

    /// <summary>Sends the request that the guide shows, without a content type of its own.</summary>
    public async Task<InboxMessage> SendAsShownAsync(Guide guide, string recipient)
    {
        var parts = guide.Request!.Split("\n\n", 2);
        var head = parts[0].Split('\n');
        Assert.Equal($"POST {Guide.GatewayUrl}", head[0]);
        using var request = new HttpRequestMessage(HttpMethod.Post, GatewayUrl)
        {
            Content = new StringContent(parts[1]),
        };
        foreach (var (name, value) in head[1..].Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1])))
        {
            request.Headers.TryAddWithoutValidation(name, Value(value));
        }

        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(200, (int)response.StatusCode);
        return await ArrivalAsync(recipient);
    }

    /// <summary>The guide's settings, and what every machine has of its own: where the carriers are, the secrets, the store.</summary>
    private static Dictionary<string, string?> SettingsOf(
        Guide guide,
        IEnumerable<(string Key, string Value)> variation,
        Uri carriers,
        string storePath
    )
    {
        var settings = guide
            .Settings.Select(pair => (pair.Key, pair.Value))
            .Concat(guide.Carrier is null ? SomeCarrier : [])
            .Concat(variation)
            .ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value);
        foreach (var kind in settings.Keys.Where(key => key.EndsWith(":Kind", StringComparison.Ordinal)).ToList())
        {
            settings[kind.Replace(":Kind", ":BaseAddress", StringComparison.Ordinal)] = carriers.ToString();
        }

        settings["Store:Path"] = storePath;
        foreach (var (name, value) in Secrets)
        {
            settings[$"Secrets:{name}"] = value;
        }

        return settings;
    }

    private async Task<InboxMessage> ArrivalAsync(string recipient)
    {
        InboxMessage? Find() =>
            _simulator.Messages.Newest(100).FirstOrDefault(message => message.Recipient == recipient);
        Assert.True(
            await Poll.UntilAsync(() => Task.FromResult(Find() is not null), Bound, Stop),
            "The message did not reach the carrier."
        );
        return Find()!;
    }

    private static string Value(JsonNode? value) => Value((string)value!);

    private static string Value(string text) =>
        SecretMark().Replace(text, match => Secrets[match.Groups["name"].Value]);

    [GeneratedRegex("(?<=^|^Bearer )<the value of (?<name>[a-z0-9-]+)>$")]
    private static partial Regex SecretMark();
}
