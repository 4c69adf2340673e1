using System.Net;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>A Host that names no operators' key has no page for operators.</summary>
public sealed class WithoutOperatorsTests
{
    [Theory]
    [InlineData("/operators/")]
    [InlineData("/operators/app.js")]
    public async Task There_is_no_page(string path)
    {
        await using var gateway = new WithoutKey();
        await gateway.InitializeAsync();

        using var answer = await gateway.Gateway.GetAsync(
            new Uri(path, UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private sealed class WithoutKey : GatewayFixture
    {
        private protected override Task<Uri> StartGatewayAsync(
            Dictionary<string, string?> settings,
            FakeLoggerProvider log
        )
        {
            settings.Remove("Gateway:Operators:KeySecretName");
            return base.StartGatewayAsync(settings, log);
        }
    }
}
