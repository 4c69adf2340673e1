using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Threading.RateLimiting;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>The HTTP side of the host: routes, keys, limits, and the way of a request to its function and back.</summary>
internal sealed partial class HttpTriggers : IAsyncDisposable
{
    /// <summary>How long a function goes on when its caller has gone away.</summary>
    private static readonly TimeSpan WithoutCaller = TimeSpan.FromSeconds(2);

    /// <summary>In which the platform tells a function by which key a request came in.</summary>
    private const string KeyNameClaim = "http://schemas.microsoft.com/2017/07/functions/claims/keyid";

    /// <summary>As the WebJobs SDK names it.</summary>
    private const string Job = $"{nameof(HttpJob)}.{nameof(HttpJob.RunAsync)}";

    private readonly HttpRoutes _routes;
    private readonly FunctionKeys _keys;
    private readonly ConcurrencyLimiter _limiter;
    private readonly IHost _jobs;
    private readonly ILogger _log;
    private readonly WebApplication _app;

    private HttpTriggers(
        HostSettings settings,
        IReadOnlyList<HostedFunction> functions,
        Workers workers,
        int port,
        ILoggerFactory logs
    )
    {
        _routes = new HttpRoutes(functions, settings.RoutePrefix);
        _keys = new FunctionKeys(settings);
        _limiter = new ConcurrencyLimiter(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = settings.MaxConcurrentRequests,
                QueueLimit = Math.Max(0, settings.MaxOutstandingRequests - settings.MaxConcurrentRequests),
            }
        );
        _jobs = JobHosts.Create(typeof(HttpJob), settings, [], services => services.AddSingleton(workers), logs);
        _log = logs.CreateLogger("Host.Http");
        var builder = InnerHost.CreateBuilder(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBody;
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public Uri Address => InnerHost.AddressOf(_app);

    public static async Task<HttpTriggers> StartAsync(
        HostSettings settings,
        IReadOnlyList<HostedFunction> functions,
        Workers workers,
        int port,
        ILoggerFactory logs
    )
    {
        var triggers = new HttpTriggers(settings, functions, workers, port, logs);
        await triggers._jobs.StartAsync();
        await triggers._app.StartAsync();
        return triggers;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _jobs.StopAsync();
        _jobs.Dispose();
        await _limiter.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (_routes.Find(context.Request) is not var (function, values))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!_keys.Admit(HostedFunction.Text(function.Trigger, "authLevel"), context.Request, out var keyName))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var place = await _limiter.AcquireAsync(1, context.RequestAborted);
        if (!place.IsAcquired)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        using var gone = new CancellationTokenSource();
        await using var going = context.RequestAborted.Register(() => gone.CancelAfter(WithoutCaller));
        try
        {
            var invocation = new HttpInvocation(
                function,
                await RequestAsync(function, context.Request, values, keyName)
            )
            {
                TraceParent = context.Request.Headers.TraceParent,
                TraceState = context.Request.Headers.TraceState,
                Gone = gone.Token,
            };
            await _jobs
                .Services.GetRequiredService<IJobHost>()
                .CallAsync(Job, new Dictionary<string, object> { ["invocation"] = invocation }, CancellationToken.None);
            await AnswerAsync(invocation.Answer, context.Response);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // Whatever it is, also a body that is too large or does not come: the platform says no more than this.
            Log.Failed(_log, function.Name, e.GetType().Name, e.Message);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static async Task<InvocationRequest> RequestAsync(
        HostedFunction function,
        HttpRequest request,
        RouteValueDictionary values,
        string? keyName
    )
    {
        var http = new RpcHttp { Method = request.Method, Url = request.GetDisplayUrl() };
        if (keyName is not null)
        {
            http.Identities.Add(
                new RpcClaimsIdentity
                {
                    AuthenticationType = new NullableString { Value = "WebJobsAuthLevel" },
                    NameClaimType = new NullableString { Value = ClaimsIdentity.DefaultNameClaimType },
                    RoleClaimType = new NullableString { Value = ClaimsIdentity.DefaultRoleClaimType },
                    Claims =
                    {
                        new RpcClaim { Type = KeyNameClaim, Value = keyName },
                    },
                }
            );
        }

        foreach (var (name, value) in request.Headers)
        {
            http.NullableHeaders[name.ToLowerInvariant()] = new NullableString { Value = value.ToString() };
        }

        foreach (var (name, value) in request.Query)
        {
            http.NullableQuery[name] = new NullableString { Value = value.ToString() };
        }

        // The platform looks at the declared length only, so a chunked body never gets to the function.
        if (request.ContentLength > 0)
        {
            http.Body = new TypedData
            {
                Bytes = await ByteString.FromStreamAsync(request.Body, request.HttpContext.RequestAborted),
            };
        }

        var invocation = new InvocationRequest();
        invocation.InputData.Add(
            new ParameterBinding
            {
                Name = HostedFunction.Text(function.Trigger, "name")!,
                Data = new TypedData { Http = http },
            }
        );
        foreach (var (name, value) in values)
        {
            http.NullableParams[name] = new NullableString
            {
                Value = Convert.ToString(value, CultureInfo.InvariantCulture),
            };
            invocation.TriggerMetadata[name] = new TypedData
            {
                String = Convert.ToString(value, CultureInfo.InvariantCulture),
            };
        }

        invocation.TriggerMetadata["Query"] = new TypedData
        {
            Json = JsonSerializer.Serialize(
                request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())
            ),
        };
        invocation.TriggerMetadata["Headers"] = new TypedData
        {
            Json = JsonSerializer.Serialize(
                request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())
            ),
        };
        return invocation;
    }

    private static async Task AnswerAsync(RpcHttp? answer, HttpResponse response)
    {
        if (answer is null)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.StatusCode = int.Parse(answer.StatusCode, CultureInfo.InvariantCulture);
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        var body = answer.Body?.DataCase switch
        {
            TypedData.DataOneofCase.Bytes => answer.Body.Bytes,
            TypedData.DataOneofCase.Stream => answer.Body.Stream,
            TypedData.DataOneofCase.String => ByteString.CopyFromUtf8(answer.Body.String),
            TypedData.DataOneofCase.Json => ByteString.CopyFromUtf8(answer.Body.Json),
            _ => ByteString.Empty,
        };
        if (body.Length > 0)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body.Memory);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} was answered 500: {Type}: {Why}")]
        public static partial void Failed(ILogger logger, string function, string type, string why);
    }
}
