using System.Text;
using SmsGateway.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

public sealed class BodySizeTests : IDisposable
{
    private const int Limit = 16 * 1024;

    private readonly Gateway _gateway = new(new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(Limit - 1, 200)]
    [InlineData(Limit, 200)]
    [InlineData(Limit + 1, 413)]
    [InlineData(10 * Limit, 413)]
    public async Task Takes_a_body_of_16_KiB_and_no_more(int size, int status)
    {
        foreach (var declares in new[] { true, false })
        {
            Assert.Equal(status, (await PostAsync(size, declares ? size : null)).Status);
        }

        Assert.Equal(status == 200 ? 2 : 0, _gateway.Queue.Enqueued.Count);
    }

    [Fact]
    public async Task A_body_declared_too_large_is_not_read()
    {
        using var body = new SlowStream(new byte[Limit + 1]);
        var reply = await _gateway.Acceptance.HandleAsync(
            [TokenFactory.Bearer(TokenFactory.Create())],
            body,
            Limit + 1,
            CancellationToken.None
        );
        Assert.Equal(413, reply.Status);
        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.Equal(0, body.Position);
    }

    [Fact]
    public async Task Of_a_body_without_declared_length_no_more_than_the_limit_is_read()
    {
        using var body = new SlowStream(new byte[100 * Limit]);
        var reply = await _gateway.Acceptance.HandleAsync(
            [TokenFactory.Bearer(TokenFactory.Create())],
            body,
            null,
            CancellationToken.None
        );
        Assert.Equal(413, reply.Status);
        Assert.Equal(Limit + 1, body.Position);
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_declared_is_judged_by_what_came() =>
        Assert.Equal(200, (await PostAsync(200, 300)).Status);

    [Fact]
    public async Task The_longest_legal_message_fits()
    {
        var body = string.Concat(Enumerable.Repeat("\\u00e9", 1600));
        var reply = await _gateway.PostAsync(
            $$"""{"recipient":"+15005550006","body":"{{body}}","req":{"user-agent":"{{new string('u', 4000)}}"} }"""
        );
        Assert.Equal(200, reply.Status);
    }

    private async Task<HttpReply> PostAsync(int size, long? declared)
    {
        var json = """{"recipient":"+15005550006","body":"a","padding":"#"}""";
        json = json.Replace("#", new string('p', size - json.Length + 1), StringComparison.Ordinal);
        Assert.Equal(size, Encoding.UTF8.GetByteCount(json));
        using var body = new SlowStream(Encoding.UTF8.GetBytes(json));
        return await _gateway.Acceptance.HandleAsync(
            [TokenFactory.Bearer(TokenFactory.Create())],
            body,
            declared,
            CancellationToken.None
        );
    }

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
    }
}
