using System.Net;
using SmsGateway.Functions;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed class HealthTests : IDisposable
{
    private readonly AppInMemory _app = new();

    [Theory]
    [InlineData(false, HttpStatusCode.OK, "\"status\":\"healthy\"")]
    [InlineData(true, HttpStatusCode.ServiceUnavailable, "\"status\":\"unhealthy\"")]
    public async Task Health_follows_the_store(bool away, HttpStatusCode status, string text)
    {
        _app.BeAway(away);

        var response = await _app.Function<Health>()
            .RunAsync(new FakeHttpRequest("GET", "/api/health"), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith("{" + text, response.Text(), StringComparison.Ordinal);
    }

    public void Dispose() => _app.Dispose();
}
