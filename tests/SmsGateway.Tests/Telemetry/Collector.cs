using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Tests.Telemetry;

/// <summary>Takes what is posted by OTLP and to Azure Monitor, and keeps it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _otlp = new();
    private readonly ConcurrentQueue<JsonNode> _items = new();

    private Collector(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Signal and what was posted of it. Protobuf keeps texts as they are.</summary>
    public IReadOnlyDictionary<string, string> Otlp => _otlp;

    /// <summary>Azure Monitor's envelopes.</summary>
    public IReadOnlyCollection<JsonNode> Items => _items;

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._app.MapPost("/v1/{signal}", collector.TakeOtlpAsync);
        collector._app.MapPost("/v2.1/track", collector.TakeItemsAsync);
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeOtlpAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var text = Encoding.Latin1.GetString(body.ToArray());
        _otlp.AddOrUpdate(signal, text, (_, earlier) => earlier + text);
    }

    private async Task<IResult> TakeItemsAsync(HttpRequest request)
    {
        var isPacked = request.Headers.ContentEncoding == "gzip";
        using var reader = new StreamReader(
            isPacked ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body
        );
        var count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            _items.Enqueue(JsonNode.Parse(line)!);
            count++;
        }

        return Results.Json(
            new
            {
                itemsReceived = count,
                itemsAccepted = count,
                errors = Array.Empty<object>(),
            }
        );
    }
}
