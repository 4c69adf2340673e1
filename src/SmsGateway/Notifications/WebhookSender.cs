using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;
using Channel = System.Threading.Channels.Channel;

namespace SmsGateway.Notifications;

/// <summary>
/// Posts notices to a webhook, one after the other and no more than one a second. Best effort: what does not get through in three
/// tries, or does not fit, is left out, and the next one says how many were. Nothing waits for it, and it keeps nothing over a restart:
/// what it tells of is in the log, the metrics and the store as well.
/// </summary>
public sealed partial class WebhookSender(
    NotifyOptions options,
    ISecretStore secrets,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<WebhookSender> logger
) : BackgroundService
{
    /// <summary>So many wait. Dead letters come in crowds, and leave half of it to what changes.</summary>
    public const int MaxWaiting = 100;

    private const int MaxDeadLetters = MaxWaiting / 2;

    /// <summary>Between two notices.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Before the second try and the third.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)];

    private readonly Channel<(Notice Notice, DateTimeOffset At)> _waiting = Channel.CreateBounded<(
        Notice,
        DateTimeOffset
    )>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            Proxy = new OutboundProxy(HttpClient.DefaultProxy),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }
    );

    private long _skipped;
    private bool _isFailing;

    /// <summary>From now on, and not only once the loop has begun.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        telemetry.Noticed += Take;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        telemetry.Noticed -= Take;
        base.Dispose();
        _http.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Url is not { } url)
        {
            return;
        }

        try
        {
            await foreach (var (notice, at) in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await PostAsync(url, notice, at, stoppingToken);
                await Task.Delay(Pace, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is left out.
        }
    }

    private void Take(Notice notice)
    {
        var hasRoom = notice.Type != NoticeTypes.DeadLetter || _waiting.Reader.Count < MaxDeadLetters;
        if (!hasRoom || !_waiting.Writer.TryWrite((notice, time.GetUtcNow())))
        {
            Interlocked.Increment(ref _skipped);
        }
    }

    private async Task PostAsync(Uri url, Notice notice, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = $"msg_{MessageId.New(time.GetUtcNow())}";
        var skipped = Interlocked.Exchange(ref _skipped, 0);
        var body = Serialize(notice, at, skipped);
        for (var tries = 0; ; tries++)
        {
            var why = await TryPostAsync(url, id, body, cancellationToken);
            if (why is null)
            {
                if (_isFailing)
                {
                    _isFailing = false;
                    Log.Back(logger);
                }

                return;
            }

            if (tries == Pauses.Length)
            {
                Interlocked.Add(ref _skipped, skipped + 1);
                if (!_isFailing)
                {
                    _isFailing = true;
                    Log.Failing(logger, why);
                }

                return;
            }

            await Task.Delay(Pauses[tries], time, cancellationToken);
        }
    }

    /// <returns>Why it did not get through, or null when it did.</returns>
    private async Task<string?> TryPostAsync(Uri url, string id, byte[] body, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            var secret = await secrets.GetAsync(options.SecretName!, end.Token);
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("sms-gateway", "1.0"));
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
            request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(secret, id, now, body));
            using var response = await _http.SendAsync(request, end.Token);
            return (int)response.StatusCode is >= 200 and < 300
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return "it did not answer in time";
        }
        catch (HttpRequestException e)
        {
            return $"it cannot be reached ({e.HttpRequestError})";
        }
        catch (SecretUnavailableException e)
        {
            return e.Message;
        }
        catch (FormatException)
        {
            return $"{NotifyOptions.SecretSetting}: the key must be base64";
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Whatever this is, it must not end the gateway.
            return $"of an error ({e.GetType().Name})";
        }
    }

    private static byte[] Serialize(Notice notice, DateTimeOffset at, long skipped)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", notice.Type);
            writer.WriteString("timestamp", at.UtcDateTime);
            writer.WriteStartObject("data");
            foreach (var (name, value) in notice.Data)
            {
                writer.WriteString(name, value);
            }

            if (skipped > 0)
            {
                writer.WriteNumber("skipped", skipped);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(130, LogLevel.Warning, "Gateway__Notify__Url: notices do not get through, {Why}")]
        public static partial void Failing(ILogger logger, string why);

        [LoggerMessage(131, LogLevel.Information, "Gateway__Notify__Url: notices get through again")]
        public static partial void Back(ILogger logger);
    }
}
