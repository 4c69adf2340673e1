using System.Net.Http.Headers;
using System.Net.Sockets;
using SmsGateway.Messages;

namespace SmsGateway.Carriers.Http;

/// <summary>
/// One attempt over HTTP: its time limit, the size limit of the answer, and the one question that matters when it fails:
/// had the request gone out? One instance per configured carrier. No retries: they live in the queue.
/// </summary>
public sealed class CarrierHttp : IDisposable
{
    /// <summary>Carries the message's id, by which a carrier's support, a proxy's log and ours can be brought together.</summary>
    public const string IdHeader = "X-Correlation-Id";

    /// <summary>Documented answers are under 4 KB; more than this is not read.</summary>
    public const int MaxResponseBytes = 64 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent = new("sms-gateway", "1.0");
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _invoker;
    private readonly TimeSpan _attemptTimeout;
    private readonly TimeProvider _time;

    public CarrierHttp(Uri baseAddress, TimeSpan attemptTimeout, TimeProvider time)
    {
        BaseAddress = baseAddress;
        _attemptTimeout = attemptTimeout;
        _time = time;
        _invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                // A redirect would carry credentials to a place nobody configured.
                AllowAutoRedirect = false,
                UseCookies = false,
                // Trace ids are ours; carriers have no use for them.
                ActivityHeadersPropagator = null,
                Proxy = new OutboundProxy(HttpClient.DefaultProxy),
                ConnectTimeout = TimeSpan.FromTicks(Math.Min(attemptTimeout.Ticks / 2, TimeSpan.FromSeconds(5).Ticks)),
                // Follows DNS changes (regional failover at the carrier) within minutes.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                // Well under the 60 s after which load balancers close an idle connection: a request written while the other side
                // closes has an unknown outcome, and is never repeated down here.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                // Connections whose answer was not read to its end are closed rather than drained.
                MaxResponseDrainSize = 0,
            }
        );
    }

    public Uri BaseAddress { get; }

    /// <summary>Sends the request and classifies what comes back; <paramref name="map"/> judges whole answers.</summary>
    /// <param name="id">The message's.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Below <see cref="BaseAddress"/>; or a whole address, for a carrier that has more than one.</param>
    /// <param name="content">Sent, and disposed of.</param>
    /// <param name="configure">Adds headers.</param>
    /// <param name="map">Pure.</param>
    /// <param name="cancellationToken">Shutdown.</param>
    public async ValueTask<SendOutcome> SendAsync(
        MessageId id,
        HttpMethod method,
        string path,
        HttpContent content,
        Action<HttpRequestMessage> configure,
        Func<CarrierResponse, SendOutcome> map,
        CancellationToken cancellationToken
    )
    {
        using var tracked = new TrackedContent(content);
        using var request = new HttpRequestMessage(method, new Uri(BaseAddress, path)) { Content = tracked };
        request.Headers.Accept.Add(Json);
        // Some firewalls before public APIs refuse requests without one.
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.TryAddWithoutValidation(IdHeader, id.ToString());
        configure(request);

        using var timeout = new CancellationTokenSource(_attemptTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await _invoker.SendAsync(request, linked.Token);
            var status = (int)response.StatusCode;
            var retryAfter = RetryAfter(response);
            var body = await ReadBodyAsync(response, linked.Token);
            var plain = AnswerBody.Decode(body, response.Content.Headers.ContentEncoding, MaxResponseBytes);
            return Judge(new CarrierResponse(status, retryAfter, plain), map);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new CutOffException(TooLate(), e, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return TooLate();
        }
        catch (HttpRequestException e)
        {
            return Broken(response, tracked, Code(e), "the connection failed", map);
        }
        catch (IOException)
        {
            return Broken(response, tracked, "connection-lost", "the connection broke off", map);
        }
        finally
        {
            response?.Dispose();
        }

        SendOutcome TooLate() => Broken(response, tracked, "timeout", "no complete answer in time", map);
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>An error status decides even when its body did not arrive; without a status, what went out decides.</summary>
    private SendOutcome Broken(
        HttpResponseMessage? response,
        TrackedContent content,
        string code,
        string detail,
        Func<CarrierResponse, SendOutcome> map
    )
    {
        if (response is { IsSuccessStatusCode: false })
        {
            return Judge(
                new CarrierResponse((int)response.StatusCode, RetryAfter(response), ReadOnlyMemory<byte>.Empty),
                map
            );
        }

        return response is not null || content.WentOut
            ? new SendOutcome.Unknown(
                code,
                detail + (response is null ? ", after the request had gone out" : ", after a success status"),
                SuccessStatus: response is not null
            )
            : new SendOutcome.Unavailable(code, detail + ", before the request had gone out");
    }

    /// <summary>
    /// What somebody on the way says is no carrier's answer, so no carrier's map is asked. Text that is none, half a surrogate pair or
    /// no UTF-8, is found only where it is read: then the status alone speaks.
    /// </summary>
    private static SendOutcome Judge(CarrierResponse response, Func<CarrierResponse, SendOutcome> map)
    {
        try
        {
            return response.IsLostOnTheWay ? response.ByStatus() : map(response);
        }
        catch (InvalidOperationException)
        {
            return response.ByStatus();
        }
    }

    private static string Code(HttpRequestException e) =>
        e switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } => "name-resolution",
            { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
            { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
                "connection-refused",
            { HttpRequestError: HttpRequestError.ConnectionError } => "connection",
            { HttpRequestError: HttpRequestError.ProxyTunnelError } => "proxy",
            { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
                "not-http",
            _ => "connection-lost",
        };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - SteadyTime.ByMachine(_time, _time.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        return wait is { } value && value < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (response.Content.Headers.ContentLength > MaxResponseBytes)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[Math.Min(response.Content.Headers.ContentLength ?? 2048, MaxResponseBytes)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= MaxResponseBytes)
                {
                    return await stream.ReadAsync(new byte[1], cancellationToken) == 0
                        ? buffer
                        : ReadOnlyMemory<byte>.Empty;
                }

                if (response.Content.Headers.ContentLength == length)
                {
                    return buffer;
                }

                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxResponseBytes));
            }

            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
        }
    }
}
