using System.Net;
using System.Net.Sockets;
using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Http;

/// <summary>What does not depend on the carrier and needs a server below HTTP.</summary>
public sealed class CarrierHttpTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CarrierHttp _http;

    public CarrierHttpTests()
    {
        _listener.Start();
        _http = new CarrierHttp(
            new Uri($"http://{_listener.LocalEndpoint}/"),
            CarrierHarness.Patient,
            TimeProvider.System
        );
    }

    public void Dispose()
    {
        _http.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_request_on_a_kept_connection_that_breaks_is_not_repeated()
    {
        // A client library that repeats it "because the connection was stale" could send a code twice unseen.
        var server = Task.Run(
            async () =>
            {
                using var client = await _listener.AcceptTcpClientAsync(Token);
                await ReadRequestAsync(client);
                await client
                    .GetStream()
                    .WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), Token);
                await ReadRequestAsync(client);
            },
            Token
        );

        var first = await SendAsync();
        var second = await SendAsync();
        await server;

        Assert.IsType<SendOutcome.Accepted>(first);
        Assert.Equal("connection-lost", Assert.IsType<SendOutcome.Unknown>(second).Code);
        Assert.False(_listener.Pending());
    }

    [Theory]
    [InlineData("220 mail.example.com ESMTP ready\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    public async Task A_server_that_does_not_speak_http_leaves_the_outcome_unknown(string answer)
    {
        var server = AnswerOnceAsync(answer);
        Assert.Equal("not-http", Assert.IsType<SendOutcome.Unknown>(await SendAsync()).Code);
        await server;
    }

    [Fact]
    public async Task Headers_without_end_are_not_read_to_their_end()
    {
        var server = AnswerOnceAsync("HTTP/1.1 200 OK\r\nX: " + new string('x', 1024 * 1024));
        Assert.Equal("not-http", Assert.IsType<SendOutcome.Unknown>(await SendAsync()).Code);
        await server;
    }

    [Theory]
    [InlineData(CarrierHttp.MaxResponseBytes, false, CarrierHttp.MaxResponseBytes)]
    [InlineData(CarrierHttp.MaxResponseBytes, true, CarrierHttp.MaxResponseBytes)]
    [InlineData(CarrierHttp.MaxResponseBytes + 1, false, 0)]
    [InlineData(CarrierHttp.MaxResponseBytes + 1, true, 0)]
    [InlineData(5000, true, 5000)]
    [InlineData(0, false, 0)]
    public async Task An_answer_is_read_whole_or_not_at_all(int length, bool chunked, int expected)
    {
        var body = new string('x', length);
        var server = AnswerOnceAsync(
            chunked
                ? $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
                : $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        var read = -1;

        await SendAsync(response =>
        {
            read = response.Body.Length;
            return new SendOutcome.Accepted(null);
        });
        await server;

        Assert.Equal(expected, read);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task AnswerOnceAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync(Token);
        await ReadRequestAsync(client);
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Token);
        }
        catch (IOException)
        {
            // The gateway had enough.
        }
    }

    private async Task<SendOutcome> SendAsync(Func<CarrierResponse, SendOutcome>? map = null) =>
        await _http.SendAsync(
            MessageId.New(Samples.Start),
            HttpMethod.Post,
            "messages",
            new StringContent("body-ends-here"),
            _ => { },
            map ?? (_ => new SendOutcome.Accepted(null)),
            Token
        );

    private static async Task ReadRequestAsync(TcpClient client)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("body-ends-here", StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(buffer, Token);
            Assert.NotEqual(0, read);
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }
}
