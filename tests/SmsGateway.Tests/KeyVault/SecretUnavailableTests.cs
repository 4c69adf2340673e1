using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Acceptance;
using SmsGateway.DeadLetters;
using SmsGateway.Http;
using SmsGateway.Queue;
using SmsGateway.Secrets;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>What callers are told while their secret cannot be read.</summary>
public sealed class SecretUnavailableTests : IDisposable
{
    private readonly FakeLoggerProvider _log = new();
    private readonly FakeSecretStore _secrets = new();
    private readonly FakeQueue _queue = new();
    private readonly ServiceProvider _services;

    public SecretUnavailableTests()
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddSingleton<ISecretStore>(_secrets)
            .AddSingleton<ISendQueue>(_queue)
            .AddSingleton<IReceiveQueue>(_queue)
            .AddSingleton<IDeadLetterStore>(new FakeDeadLetterStore(_queue));
        services.AddSmsGateway(
            new ConfigurationBuilder().AddInMemoryCollection(VaultSettings.For(new Uri("https://127.0.0.1/"))).Build(),
            []
        );
        _services = services.BuildServiceProvider();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_good_caller_is_asked_to_try_again()
    {
        var reply = await PostAsync(TokenFactory.Create());

        Assert.Equal(503, reply.Status);
        Assert.Equal([new("Retry-After", "1")], reply.Headers);
        Assert.Equal(
            """{"title":"The message was not accepted; try again.","status":503}""",
            Encoding.UTF8.GetString(reply.Body.Span)
        );
        Assert.Empty(_queue.Enqueued);
        Assert.Contains(
            "503: a secret needed to check the caller is not available",
            _log.Collector.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_same_caller_is_accepted_when_the_secret_is_there()
    {
        await PostAsync(TokenFactory.Create());
        _secrets.With(VaultSettings.SigningSecret, TokenFactory.Secret);

        Assert.Equal(200, (await PostAsync(TokenFactory.Create())).Status);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData(null)]
    public async Task Who_needs_no_secret_to_be_refused_is_refused(string? token) =>
        Assert.Equal(401, (await PostAsync(token ?? TokenFactory.Create(subject: "somebody"))).Status);

    private async Task<HttpReply> PostAsync(string token)
    {
        using var body = new MemoryStream("""{"recipient":"+15005550006","body":"493817 is your code"}"""u8.ToArray());
        return await _services
            .GetRequiredService<AcceptanceHandler>()
            .HandleAsync([TokenFactory.Bearer(token)], body, body.Length, CancellationToken.None);
    }
}
