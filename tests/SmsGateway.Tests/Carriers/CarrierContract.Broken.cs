using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>The other half: no answer, half an answer, an answer that makes no sense. The question is always whether the request went out.</summary>
public abstract partial class CarrierContract
{
    /// <summary>For servers that never answer; the result does not depend on its length.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failing_carrier_is_unavailable(int status)
    {
        Server.Expect(new CarrierAnswer(status, "<html>upstream error</html>"));
        Assert.Equal($"http-{status}", Assert.IsType<SendOutcome.Unavailable>(await SendAsync()).Code);
    }

    [Theory]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(504, "<html>gateway timeout</html>")]
    [InlineData(502, "")]
    [InlineData(504, "{\"code\":21211,\"message\":\"text\",\"status\":504}")]
    [InlineData(504, "{\"code\":2000}")]
    public async Task A_server_on_the_way_that_gave_up_leaves_it_unknown_whatever_else_it_says(int status, string body)
    {
        Server.Expect(new CarrierAnswer(status, body));
        var outcome = Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Equal(($"http-{status}", false), (outcome.Code, outcome.SuccessStatus));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("<html>welcome</html>")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"sid\":{},\"messages\":{},\"status\":[],\"umid\":1}")]
    [InlineData("{\"sid\":\"\",\"messages\":[],\"status\":{},\"umid\":\"\"}")]
    [InlineData("{\"messages\":[null],\"status\":null}")]
    [InlineData("{\"sid\":\"SM0")]
    [InlineData("\u0000\u0001\ufffd")]
    public async Task Garbage_with_a_success_status_is_unknown(string body)
    {
        Server.Expect(new CarrierAnswer(AcceptedAnswer.Status, body));
        Assert.True(Assert.IsType<SendOutcome.Unknown>(await SendAsync()).SuccessStatus);
    }

    [Fact]
    public async Task Text_that_is_none_goes_by_the_status()
    {
        const string Odd =
            """{"error":"\ud800","code":"\ud800","\ud800":1,"detail":"\ud800","sid":"\ud800","umid":"\ud800","id":"\ud800","message_uuid":["\ud800"],"messages":[{"\ud800":1,"message_id":"\ud800","messageId":"\ud800","status":{"\ud800":1}}]}""";
        byte[][] bodies =
        [
            Encoding.UTF8.GetBytes(Odd),
            Encoding.Latin1.GetBytes(Odd.Replace("\\ud800", "\u00ff", StringComparison.Ordinal)),
            Encoding.UTF8.GetBytes("""{"error":{"\ud800":"\ud800"},"errors":[{"\ud800":"\ud800"}]}"""),
            Encoding.Latin1.GetBytes("{\"error\":{\"\u00ff\":\"\u00ff\"},\"errors\":[{\"\u00ff\":\"\u00ff\"}]}"),
        ];
        foreach (var body in bodies)
        {
            Server.Expect(context => WriteAsync(context, AcceptedAnswer.Status, null, body));
            Assert.IsType<SendOutcome.Unknown>(await SendAsync());

            Server.Expect(context => WriteAsync(context, 400, null, body));
            Assert.IsType<SendOutcome.Refused>(await SendAsync());
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("br, gzip")]
    [InlineData("identity")]
    public async Task An_answer_that_a_proxy_compressed_is_read_as_any_other(string encoding)
    {
        foreach (var mark in new[] { "", "\uFEFF" })
        {
            foreach (var (answer, expected) in new[] { (AcceptedAnswer, "Accepted"), (RejectedAnswers[0], "Rejected") })
            {
                var body = Compressed.As(encoding, Encoding.UTF8.GetBytes(mark + answer.Body));
                Server.Expect(context => WriteAsync(context, answer.Status, encoding, body));
                Assert.Equal(expected, (await SendAsync()).Name);
            }
        }
    }

    [Fact]
    public async Task An_answer_in_another_form_of_Unicode_is_read_as_any_other()
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] body = [.. encoding.Preamble, .. encoding.GetBytes(AcceptedAnswer.Body)];
            Server.Expect(context => WriteAsync(context, AcceptedAnswer.Status, null, body));
            Assert.IsType<SendOutcome.Accepted>(await SendAsync());
        }
    }

    [Fact]
    public async Task A_success_whose_header_is_wrong_about_its_compression_is_a_success()
    {
        var plain = Encoding.UTF8.GetBytes(AcceptedAnswer.Body);
        foreach (
            var (header, body) in new (string?, byte[])[]
            {
                ("gzip", plain),
                ("br", plain),
                ("deflate", plain),
                (null, Compressed.As("gzip", plain)),
                ("deflate", Compressed.As("deflate-bare", plain)),
                ("unheard-of", plain),
            }
        )
        {
            Server.Expect(context => WriteAsync(context, AcceptedAnswer.Status, header, body));
            Assert.IsType<SendOutcome.Accepted>(await SendAsync());
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task What_cannot_be_decompressed_goes_by_the_status(string encoding)
    {
        var whole = Compressed.As(encoding, Encoding.UTF8.GetBytes(AcceptedAnswer.Body));
        var huge = Compressed.As(encoding, Encoding.UTF8.GetBytes(new string(' ', 10_000_000) + AcceptedAnswer.Body));
        Assert.InRange(huge.Length, 1, CarrierHttp.MaxResponseBytes);
        foreach (var body in new byte[][] { whole[..(whole.Length / 2)], [.. whole[..5], .. "garbage"u8], huge, [] })
        {
            Server.Expect(context => WriteAsync(context, AcceptedAnswer.Status, encoding, body));
            Assert.IsType<SendOutcome.Unknown>(await SendAsync());

            Server.Expect(context => WriteAsync(context, 401, encoding, body));
            Assert.IsType<SendOutcome.Refused>(await SendAsync());
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string? encoding, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        await context.Response.Body.WriteAsync(body);
    }

    [Theory]
    [InlineData(401, typeof(SendOutcome.Refused))]
    [InlineData(404, typeof(SendOutcome.Refused))]
    [InlineData(408, typeof(SendOutcome.Unavailable))]
    [InlineData(429, typeof(SendOutcome.Throttled))]
    [InlineData(599, typeof(SendOutcome.Unavailable))]
    public async Task Garbage_with_an_error_status_goes_by_the_status(int status, Type expected)
    {
        foreach (
            var body in new[]
            {
                "",
                "<html>",
                "[]",
                "{\"code\":\"" + CarrierHarness.Recipient + "\"}",
                "{\"code\":{}}",
                "{\"code\":1e99}",
            }
        )
        {
            Server.Expect(new CarrierAnswer(status, body));
            var outcome = await SendAsync();
            Assert.IsType(expected, outcome);
            Assert.Equal($"http-{status}", outcome.Code);
        }
    }

    [Fact]
    public async Task A_huge_answer_is_not_read_to_its_end()
    {
        // Both answers never end, so that reading on would only stop at the time-out.
        Server.Expect(context => EndlessAsync(context, AcceptedAnswer.Status));
        Assert.Equal($"http-{AcceptedAnswer.Status}", Assert.IsType<SendOutcome.Unknown>(await SendAsync()).Code);

        Server.Expect(context => EndlessAsync(context, 503));
        Assert.Equal("http-503", Assert.IsType<SendOutcome.Unavailable>(await SendAsync()).Code);

        static async Task EndlessAsync(HttpContext context, int status)
        {
            context.Response.StatusCode = status;
            var block = Encoding.ASCII.GetBytes(new string(' ', 16 * 1024));
            while (true)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        }
    }

    [Fact]
    public async Task An_answer_announced_as_huge_is_not_read_at_all()
    {
        Server.Expect(async context =>
        {
            context.Response.StatusCode = AcceptedAnswer.Status;
            context.Response.ContentLength = 1L << 40;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await UntilTheClientLeavesAsync(context);
        });
        Assert.Equal($"http-{AcceptedAnswer.Status}", Assert.IsType<SendOutcome.Unknown>(await SendAsync()).Code);
    }

    [Fact]
    public async Task An_answer_that_drips_ends_at_the_time_limit()
    {
        Server.Expect(context => DripAsync(context, AcceptedAnswer.Status));
        Assert.Equal("timeout", Assert.IsType<SendOutcome.Unknown>(await SendAsync(attemptTimeout: Impatient)).Code);

        Server.Expect(context => DripAsync(context, 500));
        Assert.Equal(
            "http-500",
            Assert.IsType<SendOutcome.Unavailable>(await SendAsync(attemptTimeout: Impatient)).Code
        );

        static async Task DripAsync(HttpContext context, int status)
        {
            context.Response.StatusCode = status;
            while (true)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted);
            }
        }
    }

    [Fact]
    public async Task Silence_after_the_request_is_unknown()
    {
        Server.Expect(UntilTheClientLeavesAsync);
        var outcome = Assert.IsType<SendOutcome.Unknown>(await SendAsync(attemptTimeout: Impatient));
        Assert.Equal(("timeout", false), (outcome.Code, outcome.SuccessStatus));
        VerifyRequest(Server.Request);
    }

    [Fact]
    public async Task Silence_before_the_request_is_unavailable()
    {
        // The system's queue takes the connection, but nobody ever answers its TLS greeting.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var outcome = await SendAsync(new Uri($"https://{listener.LocalEndpoint}/"), TimeSpan.FromMilliseconds(300));
        Assert.Equal("timeout", Assert.IsType<SendOutcome.Unavailable>(outcome).Code);
    }

    [Fact]
    public async Task A_refused_connection_is_unavailable()
    {
        // Bound, so that nobody else gets the port, but not listening.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var outcome = await SendAsync(new Uri($"http://{socket.LocalEndPoint}/"));
        Assert.Equal("connection-refused", Assert.IsType<SendOutcome.Unavailable>(outcome).Code);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_gets_no_request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            CarrierHarness.Now.AddYears(-10),
            CarrierHarness.Now.AddYears(10)
        );
        await using var impostor = await CarrierServer.StartAsync(host =>
            host.ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
            )
        );

        var outcome = await SendAsync(impostor.Address);

        Assert.Equal("tls", Assert.IsType<SendOutcome.Unavailable>(outcome).Code);
        Assert.Empty(impostor.Requests);
    }

    [Fact]
    public async Task A_connection_reset_before_the_answer_is_unknown()
    {
        Server.Expect(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal("connection-lost", Assert.IsType<SendOutcome.Unknown>(await SendAsync()).Code);
    }

    [Fact]
    public async Task A_connection_reset_within_an_acceptance_is_unknown()
    {
        Server.Expect(async context =>
        {
            await HalfAsync(context, AcceptedAnswer.Status);
            context.Abort();
        });
        // A reset can overtake the status on its way.
        Assert.Equal("connection-lost", Assert.IsType<SendOutcome.Unknown>(await SendAsync()).Code);
    }

    [Fact]
    public async Task An_answer_that_ends_too_early_goes_by_its_status()
    {
        // Kestrel closes the connection after fewer bytes than announced.
        Server.Expect(context => HalfAsync(context, AcceptedAnswer.Status));
        var outcome = Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Equal(("connection-lost", true), (outcome.Code, outcome.SuccessStatus));

        Server.Expect(context => HalfAsync(context, 429));
        Assert.Equal("http-429", Assert.IsType<SendOutcome.Throttled>(await SendAsync()).Code);
    }

    [Fact]
    public async Task Shutdown_ends_an_attempt_without_an_outcome()
    {
        using var shutdown = new CancellationTokenSource();
        Server.Expect(async context =>
        {
            await shutdown.CancelAsync();
            await UntilTheClientLeavesAsync(context);
        });
        using var carrier = Create();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SendAsync(carrier, cancellationToken: shutdown.Token)
        );

        Assert.Equal(shutdown.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task A_request_that_was_cut_off_tells_what_became_of_it()
    {
        using var carrier = Create();
        foreach (
            var (status, expected) in new[] { (0, "Unknown"), (AcceptedAnswer.Status, "Unknown"), (429, "Throttled") }
        )
        {
            using var end = new CancellationTokenSource();
            Server.Expect(async context =>
            {
                if (status > 0)
                {
                    await HalfAsync(context, status);
                }

                await end.CancelAsync();
                await UntilTheClientLeavesAsync(context);
            });

            var cutOff = await Assert.ThrowsAsync<CutOffException>(() =>
                SendAsync(carrier, cancellationToken: end.Token)
            );

            // The end can overtake the status on its way.
            Assert.Contains(cutOff.Outcome.Name, new[] { expected, "Unknown" });
        }
    }

    [Fact]
    public async Task After_shutdown_nothing_is_sent()
    {
        using var carrier = Create();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SendAsync(carrier, cancellationToken: new CancellationToken(true))
        );
        Assert.Empty(Server.Requests);
    }

    private async Task HalfAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync(AcceptedAnswer.Body[..10], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static Task UntilTheClientLeavesAsync(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
}
