using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing;

namespace SmsGateway.Tests.Azure;

/// <summary>A proxy in front of Azurite that passes requests on, or answers in its place as a test says.</summary>
internal sealed class StorageFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly AzuriteProcess _azurite;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private int _forwarding;

    private StorageFront(WebApplication app, AzuriteProcess azurite) => (_app, _azurite) = (app, azurite);

    /// <summary>Asked at each request; one it returns is answered so, and does not reach Azurite.</summary>
    public Func<HttpRequest, ProxyAnswer?> Instead { get; set; } = _ => null;

    /// <summary>As <see cref="Instead"/>, for an answer that takes its time.</summary>
    public Func<HttpRequest, Task<ProxyAnswer?>> InsteadAsync { get; set; } = _ => Task.FromResult<ProxyAnswer?>(null);

    /// <summary>Asked at each request; one it returns is carried out, and answered so all the same.</summary>
    public Func<HttpRequest, ProxyAnswer?> Afterwards { get; set; } = _ => null;

    public string ConnectionString =>
        _azurite
            .ConnectionString.Replace(Port(_azurite.BlobPort), Port(Listening(0)), StringComparison.Ordinal)
            .Replace(Port(_azurite.QueuePort), Port(Listening(1)), StringComparison.Ordinal)
            .Replace(Port(_azurite.TablePort), Port(Listening(2)), StringComparison.Ordinal);

    /// <summary>Whether it is the tables that are asked.</summary>
    public bool IsOfTables(HttpRequest request) => request.HttpContext.Connection.LocalPort == Listening(2);

    /// <value>Whether Azurite is answering something now.</value>
    public bool IsForwarding => Volatile.Read(ref _forwarding) > 0;

    public static async Task<StorageFront> StartAsync(AzuriteProcess azurite)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0", "http://127.0.0.1:0", "http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AllowSynchronousIO = false);
        var front = new StorageFront(builder.Build(), azurite);
        front._app.Run(front.AnswerAsync);
        await front._app.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if ((Instead(context.Request) ?? await InsteadAsync(context.Request)) is { } instead)
        {
            await instead.WriteAsync(context);
            return;
        }

        Interlocked.Increment(ref _forwarding);
        try
        {
            await ForwardAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _forwarding);
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var afterwards = Afterwards(context.Request);
        var port =
            context.Connection.LocalPort == Listening(0) ? _azurite.BlobPort
            : context.Connection.LocalPort == Listening(1) ? _azurite.QueuePort
            : _azurite.TablePort;
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            string.Create(
                CultureInfo.InvariantCulture,
                $"http://127.0.0.1:{port}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}"
            )
        )
        {
            Content = context.Request.ContentLength is null ? null : new StreamContent(context.Request.Body),
        };
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        using var response = await _http.SendAsync(request, context.RequestAborted);
        if (afterwards is not null)
        {
            await afterwards.WriteAsync(context);
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private int Listening(int number) => new Uri(_app.Urls.ElementAt(number)).Port;

    private static string Port(int port) => string.Create(CultureInfo.InvariantCulture, $":{port}/");
}

/// <param name="Status">Its status.</param>
/// <param name="Body">What it says.</param>
/// <param name="ContentType">What it says that is.</param>
/// <param name="IsService">Whether it has the headers of the storage service.</param>
/// <param name="IsCutOff">Whether the connection ends before the body does.</param>
internal sealed record ProxyAnswer(
    int Status,
    string Body = "",
    string ContentType = "text/html",
    bool IsService = false,
    bool IsCutOff = false
)
{
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        (response.StatusCode, response.ContentType) = (Status, ContentType);
        if (Status is >= 300 and < 400)
        {
            response.Headers.Location = "http://127.0.0.1:1/login";
        }

        if (IsService)
        {
            response.Headers["x-ms-request-id"] = "1";
            response.Headers["x-ms-version"] = "2024-11-04";
        }

        var body = Encoding.UTF8.GetBytes(Body);
        if (body.Length > 0 || IsCutOff)
        {
            response.ContentLength = body.Length + (IsCutOff ? 100 : 0);
            await response.Body.WriteAsync(body);
            await response.Body.FlushAsync();
        }

        if (IsCutOff)
        {
            context.Abort();
        }
    }
}
