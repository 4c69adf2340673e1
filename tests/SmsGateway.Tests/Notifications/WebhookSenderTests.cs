using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Messages;
using SmsGateway.Notifications;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Notifications;

public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly CarrierAnswer Taken = new(200, "");
    private static readonly CarrierAnswer Fails = new(500, "");

    private readonly WatchedTime _time = new(Samples.Start);
    private readonly GatewayTelemetry _telemetry = new();
    private readonly FakeLogCollector _log = new();
    private readonly FakeSecretStore _secrets = new(("webhook", Key));
    private CarrierServer _receiver = null!;
    private WebhookSender _sender = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await CarrierServer.StartAsync();
        _sender = new WebhookSender(
            new NotifyOptions { Url = new Uri(_receiver.Address, "hook?team=sms"), SecretName = "webhook" },
            _secrets,
            _telemetry,
            _time,
            _log.For<WebhookSender>()
        );
        await _sender.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.StopAsync(CancellationToken.None);
        _sender.Dispose();
        _telemetry.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_notice_is_posted_with_the_headers_of_Standard_Webhooks()
    {
        _receiver.Expect(Taken);

        _telemetry.Tell(
            NoticeTypes.CarrierFailing,
            new("carrier", "twilio"),
            new("region", null),
            new("code", "http-503")
        );
        await UntilWaitAsync(WebhookSender.Pace);

        var request = _receiver.Request;
        Assert.Equal("/hook?team=sms", request.Path);
        Assert.Equal(
            """{"type":"carrier.failing","timestamp":"2026-03-04T12:00:00Z","data":{"carrier":"twilio","region":null,"code":"http-503"}}""",
            request.Body
        );
        var timestamp = long.Parse(request.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        Assert.Equal(Samples.Start.ToUnixTimeSeconds(), timestamp);
        Assert.Equal(
            WebhookSignature.Of(
                new SecretVersions(new Sensitive(Key), null),
                request.Headers["webhook-id"],
                timestamp,
                Encoding.UTF8.GetBytes(request.Body)
            ),
            request.Headers["webhook-signature"]
        );
    }

    [Fact]
    public async Task What_fails_is_tried_again_under_the_same_id_and_signed_anew()
    {
        _receiver.Expect(Fails);
        _receiver.Expect(Taken);

        _telemetry.Tell(NoticeTypes.RouteUp);
        await GoOnAsync(TimeSpan.FromSeconds(5));
        await UntilWaitAsync(WebhookSender.Pace);

        Assert.Single(_receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.Equal(2, _receiver.Requests.Select(request => request.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task After_three_tries_it_is_left_out_with_one_line_and_the_next_one_says_so()
    {
        for (var i = 0; i < 6; i++)
        {
            _receiver.Expect(Fails);
        }

        _receiver.Expect(Taken);
        _telemetry.Tell(NoticeTypes.RouteDown, new KeyValuePair<string, string?>("route", "default"));
        _telemetry.Tell(NoticeTypes.RouteDown, new KeyValuePair<string, string?>("route", "+61"));
        _telemetry.Tell(NoticeTypes.RouteUp, new KeyValuePair<string, string?>("route", "+61"));
        for (var i = 0; i < 2; i++)
        {
            await GoOnAsync(TimeSpan.FromSeconds(5));
            await GoOnAsync(TimeSpan.FromSeconds(30));
            await GoOnAsync(WebhookSender.Pace);
        }

        await UntilWaitAsync(WebhookSender.Pace);

        var last = JsonNode.Parse(_receiver.Requests.Last().Body)!;
        Assert.Equal("route.up", (string?)last["type"]);
        Assert.Equal(2, (int)last["data"]!["skipped"]!);
        Assert.Collection(
            _log.GetSnapshot(),
            line => Assert.Contains("do not get through, it answered 500", line.Message, StringComparison.Ordinal),
            line => Assert.Contains("get through again", line.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Dead_letters_in_crowds_leave_room_for_what_changes()
    {
        var (come, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _receiver.Expect(async context =>
        {
            come.SetResult();
            await release.Task;
        });
        _telemetry.Tell(NoticeTypes.DeadLetter);
        await come.Task.WaitAsync(Stop);

        for (var i = 0; i < 1000; i++)
        {
            _telemetry.Tell(NoticeTypes.DeadLetter);
        }

        _telemetry.Tell(NoticeTypes.RouteDown);
        for (var i = 0; i <= WebhookSender.MaxWaiting / 2; i++)
        {
            _receiver.Expect(Taken);
        }

        release.SetResult();
        for (var i = 0; i <= WebhookSender.MaxWaiting / 2; i++)
        {
            await GoOnAsync(WebhookSender.Pace);
        }

        await UntilWaitAsync(WebhookSender.Pace);
        var bodies = _receiver.Requests.Select(request => JsonNode.Parse(request.Body)!).ToList();
        Assert.Equal(1 + (WebhookSender.MaxWaiting / 2) + 1, bodies.Count);
        Assert.Equal(1000 - (WebhookSender.MaxWaiting / 2), (int)bodies[1]["data"]!["skipped"]!);
        Assert.Equal("route.down", (string?)bodies[^1]["type"]);
    }

    private async Task GoOnAsync(TimeSpan wait)
    {
        await UntilWaitAsync(wait);
        _time.Advance(wait);
    }

    /// <summary>The sender waits for that long; the limits of its requests are passed over.</summary>
    private async Task UntilWaitAsync(TimeSpan wait)
    {
        while (await _time.NextWaitAsync() != wait) { }
    }
}
