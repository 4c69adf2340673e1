using System.Text;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.Harness;

public sealed class HttpAnswerTests
{
    private const string WithLength = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nDate: x\r\n\r\n{\"id\":\"abc-12\"}";
    private const string Chunked =
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
    private const string Empty = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData(WithLength, 200, false)]
    [InlineData(Chunked, 404, false)]
    [InlineData(Empty, 401, true)]
    public void Reads_status_and_end_of_an_answer_whatever_follows(string answer, int status, bool closes)
    {
        Assert.True(HttpAnswer.TryRead(Encoding.ASCII.GetBytes(answer + Empty), out var read));
        Assert.Equal((status, answer.Length, closes), (read.Status, read.Length, read.Closes));
    }

    [Theory]
    [InlineData(WithLength)]
    [InlineData(Chunked)]
    [InlineData(Empty)]
    public void Waits_for_the_rest_of_an_answer(string answer) =>
        Assert.All(
            Enumerable.Range(0, answer.Length),
            length => Assert.False(HttpAnswer.TryRead(Encoding.ASCII.GetBytes(answer[..length]), out _))
        );

    [Fact]
    public void Finds_the_id()
    {
        var bytes = Encoding.ASCII.GetBytes(WithLength);
        Assert.True(HttpAnswer.TryRead(bytes, out var read));
        Assert.Equal("abc-12", Encoding.ASCII.GetString(read.Id(bytes)));
    }
}
