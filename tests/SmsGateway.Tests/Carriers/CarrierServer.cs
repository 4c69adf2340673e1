using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>
/// Stands in for a carrier's API: a web server on a free loopback port that plays one scripted answer per request. Strict: a
/// request without a script, a script without a request and an exception in a script all fail the test when it is disposed.
/// </summary>
internal sealed class CarrierServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _scripts = new();
    private readonly ConcurrentQueue<CarrierRequest> _requests = new();
    private readonly ConcurrentQueue<string> _faults = new();

    private CarrierServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public IReadOnlyCollection<CarrierRequest> Requests => _requests;

    /// <summary>The only request there was.</summary>
    public CarrierRequest Request => Assert.Single(_requests);

    public static async Task<CarrierServer> StartAsync(Action<IWebHostBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (configure is null)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            configure(builder.WebHost);
        }

        var server = new CarrierServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = new Uri(addresses.Addresses.Single() + "/");
        return server;
    }

    /// <summary>Adds the script for the next request that has none.</summary>
    public void Expect(Func<HttpContext, Task> script) => _scripts.Enqueue(script);

    public void Expect(CarrierAnswer answer, params (string Name, string Value)[] headers) =>
        Expect(async context =>
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.WriteAsync(answer.Body);
        });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Assert.Empty(_faults);
        Assert.Empty(_scripts);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue(await CarrierRequest.ReadAsync(context.Request));
        if (!_scripts.TryDequeue(out var script))
        {
            _faults.Enqueue($"unexpected {context.Request.Method} {context.Request.Path}");
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return;
        }

        try
        {
            await script(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away, as several scripts provoke.
        }
        catch (Exception e)
        {
            _faults.Enqueue(e.ToString());
            throw;
        }
    }
}
