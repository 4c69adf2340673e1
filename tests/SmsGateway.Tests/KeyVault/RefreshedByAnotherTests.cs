using Microsoft.Extensions.Time.Testing;
using SmsGateway.Callers;
using SmsGateway.Messages;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class RefreshedByAnotherTests
{
    private static readonly CallerOptions Caller = new()
    {
        Name = "auth0",
        Subject = TokenFactory.Subject,
        Audience = TokenFactory.Audience,
        SigningSecretName = "signing",
    };

    [Fact]
    public async Task New_versions_that_another_request_brought_are_tried_though_the_refresh_changes_nothing()
    {
        var authenticator = new CallerAuthenticator(
            new CallerWatch([Caller], TimeProvider.System),
            new RefreshedMeanwhile(),
            new FakeTimeProvider(Samples.Start)
        );

        var check = await authenticator.CheckAsync(
            [TokenFactory.Bearer(TokenFactory.Create())],
            CancellationToken.None
        );

        Assert.IsType<CallerResult.Authenticated>(check);
    }

    /// <summary>The first read gives the old versions; by the time of the refresh another request has brought the new ones.</summary>
    private sealed class RefreshedMeanwhile : ISecretStore
    {
        private readonly Queue<SecretVersions> _reads = new([
            new(new Sensitive("the secret before the rotation"), null),
            new(new Sensitive(TokenFactory.Secret), new Sensitive("the secret before the rotation")),
        ]);

        public ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_reads.Count > 1 ? _reads.Dequeue() : _reads.Peek());

        public ValueTask<SecretRefresh> RefreshAsync(
            string name,
            SecretVersions? tried,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(SecretRefresh.Unchanged);

        public SecretHealth Check(string name) => throw new NotSupportedException();
    }
}
