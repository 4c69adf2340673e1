using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Functions;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed class AcceptMessageTests : IDisposable
{
    private const string Message = """{"recipient":"+1 500 555 0006","body":"Your code is 424242"}""";

    private readonly AppInMemory _app = new();

    [Fact]
    public async Task A_message_is_answered_with_its_id_and_lies_in_the_queue()
    {
        var response = await PostAsync(Message, "Bearer " + AppInMemory.Bearer);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Header("Content-Type"));
        var queued = Assert.Single(_app.Queue.Enqueued).Envelope;
        Assert.Equal($$"""{"id":"{{queued.Id}}"}""", response.Text());
        Assert.Equal("+15005550006", queued.Message.Recipient.E164);
    }

    [Theory]
    [InlineData()]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer " + AppInMemory.Bearer, "Bearer " + AppInMemory.Bearer)]
    public async Task A_caller_who_proves_nothing_is_refused_without_a_word(params string[] authorization)
    {
        var response = await PostAsync(Message, authorization);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Header("WWW-Authenticate"));
        Assert.Equal("", response.Text());
        Assert.Equal("", response.Header("Content-Type"));
        Assert.Empty(_app.Queue.Enqueued);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        var response = await PostAsync(new string(' ', 16 * 1024) + Message, "Bearer " + AppInMemory.Bearer);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_app.Queue.Enqueued);
    }

    [Fact]
    public async Task A_message_that_the_queue_does_not_take_is_not_answered_with_200()
    {
        _app.BeAway(true);

        var response = await PostAsync(Message, "Bearer " + AppInMemory.Bearer);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1", response.Header("Retry-After"));
        Assert.Equal("application/problem+json", response.Header("Content-Type"));
    }

    public void Dispose() => _app.Dispose();

    private async Task<HttpResponseData> PostAsync(string body, params string[] authorization)
    {
        var request = new FakeHttpRequest("POST", "/api/sms", body);
        foreach (var value in authorization)
        {
            request.With("Authorization", value);
        }

        return await _app.Function<AcceptMessage>().RunAsync(request, TestContext.Current.CancellationToken);
    }
}
