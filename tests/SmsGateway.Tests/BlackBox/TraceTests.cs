using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing;
using SmsGateway.Tests.Infra;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>The spans and counts that a whole gateway exports, received by a few lines that speak OTLP.</summary>
[StartsProgram]
public sealed class TraceTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<(string TraceId, string Name)> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private WebApplication _collector = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.MapPost(
            "/v1/traces",
            async (HttpRequest request) => Read(await ByteString.FromStreamAsync(request.Body))
        );
        _collector.MapPost(
            "/v1/metrics",
            async (HttpRequest request) => ReadMetrics(await ByteString.FromStreamAsync(request.Body))
        );
        _collector.MapPost("/v1/{other}", () => { });
        await _collector.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync() => await _collector.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_trace_leads_from_the_callers_request_to_the_carriers_call_and_counts_come_by_their_names(
        bool isFunctions
    )
    {
        // The worker adds a span of its own where it exports itself.
        string[] expected = isFunctions
            ? ["accept", "attempt", "deliver", "function AcceptMessage"]
            : ["accept", "attempt", "deliver"];
        await using var run = await StorageRun.StartAsync(Cancellation);
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
        };
        var gateway = isFunctions
            ? await run.StartFunctionsAsync(Cancellation, more: settings)
            : await run.StartGatewayAsync(Cancellation, more: settings);

        var traceId = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/sms");
        request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom()}-00");
        request.Headers.Add("Authorization", $"Bearer {run.Token}");
        request.Content = new StringContent(
            """{"recipient":"+61491570156","body":"Your code is 1"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);

        string[] names = [];
        Assert.True(
            await Poll.UntilAsync(
                () =>
                {
                    names =
                    [
                        .. _spans
                            .Where(span => span.TraceId == traceId.ToHexString())
                            .Select(span => span.Name)
                            .Order(),
                    ];
                    return Task.FromResult(names.Length >= expected.Length);
                },
                Bound,
                Cancellation
            ),
            $"in the caller's trace: {string.Join(", ", names)}; in all: {string.Join(", ", _spans)}"
        );
        Assert.Equal(expected, names);
        // The run of the queue trigger is the platform's own trace; what the gateway does in it belongs to the message's.
        Assert.All(
            _spans.Where(span => !span.Name.StartsWith("function ", StringComparison.Ordinal)),
            span => Assert.Equal(traceId.ToHexString(), span.TraceId)
        );
        await AssertMetricsAsync();
    }

    /// <summary>Functions has no other way to tell: nobody reaches one of its instances.</summary>
    private async Task AssertMetricsAsync()
    {
        string[] expected =
        [
            "sms.accept.duration",
            "sms.accepted",
            "sms.attempts",
            "sms.segments",
            "sms.time_to_carrier",
        ];
        Assert.True(
            await Poll.UntilAsync(() => Task.FromResult(!expected.Except(_metrics).Any()), Bound, Cancellation),
            $"counted: {string.Join(", ", _metrics.Distinct())}"
        );
        Assert.Empty(_metrics.Except(PrometheusNames.Instruments));
    }

    /// <summary>resource_spans (1), scope_spans (2), spans (2): in each span the trace's id is field 1 and the name field 5.</summary>
    private void Read(ByteString export)
    {
        foreach (
            var span in Fields(export, 1)
                .SelectMany(resource => Fields(resource, 2))
                .SelectMany(scope => Fields(scope, 2))
        )
        {
            _spans.Enqueue(
                (Convert.ToHexStringLower(Fields(span, 1).Single().Span), Fields(span, 5).Single().ToStringUtf8())
            );
        }
    }

    /// <summary>resource_metrics (1), scope_metrics (2), metrics (2): in each the name is field 1.</summary>
    private void ReadMetrics(ByteString export)
    {
        foreach (
            var metric in Fields(export, 1)
                .SelectMany(resource => Fields(resource, 2))
                .SelectMany(scope => Fields(scope, 2))
        )
        {
            _metrics.Enqueue(Fields(metric, 1).Single().ToStringUtf8());
        }
    }

    private static List<ByteString> Fields(ByteString message, int number)
    {
        var found = new List<ByteString>();
        var input = message.CreateCodedInput();
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (tag == WireFormat.MakeTag(number, WireFormat.WireType.LengthDelimited))
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
