using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Http;
using SmsGateway.Ports;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

public sealed class HealthHandlerTests : IDisposable
{
    private readonly Gateway _gateway = new(new FakeCarrier("two"), new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Is_200_while_messages_can_be_taken()
    {
        _gateway.Queue.Health = new StoreHealth(true, null, 7);
        _gateway.Carriers.Find("one")!.Breaker.Record(new SendOutcome.Accepted("SM1"));
        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            """{"status":"healthy","queue":{"status":"healthy","detail":null,"messages":7},"secrets":{"status":"healthy","detail":null},"carriers":{"one":{"breaker":"Closed","lastSuccess":"2026-03-04T12:00:00+00:00"},"two":{"breaker":"Closed","lastSuccess":null}}}""",
            Encoding.UTF8.GetString(reply.Body.Span).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_503_when_the_queue_takes_nothing()
    {
        _gateway.Queue.Health = new StoreHealth(false, "The disk is full.", null);
        var reply = await CheckAsync();
        Assert.Equal(503, reply.Status);
        Assert.Equal("unhealthy", (string?)Gateway.ReadJson(reply)["status"]);
        Assert.Equal("The disk is full.", (string?)Gateway.ReadJson(reply)["queue"]!["detail"]);
    }

    [Fact]
    public async Task Is_503_when_secrets_cannot_be_read()
    {
        _gateway.Secrets.Trouble = "The vault does not answer.";
        var reply = await CheckAsync();
        Assert.Equal(503, reply.Status);
        Assert.Equal("The vault does not answer.", (string?)Gateway.ReadJson(reply)["secrets"]!["detail"]);
    }

    [Fact]
    public async Task A_failing_carrier_shows_but_is_no_reason_for_503()
    {
        for (var i = 0; i < CarrierBreaker.Threshold; i++)
        {
            _gateway.Carriers.Find("two")!.Breaker.Record(new SendOutcome.Unavailable("http-503", null));
        }

        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal("Open", (string?)Gateway.ReadJson(reply)["carriers"]!["two"]!["breaker"]);
    }

    private ValueTask<HttpReply> CheckAsync() => _gateway.Health.HandleAsync(CancellationToken.None);
}
