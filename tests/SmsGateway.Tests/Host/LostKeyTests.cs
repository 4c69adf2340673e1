using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Azure.Storage;
using SmsGateway.Secrets;
using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>A key that goes away for a while, or for good, and comes back.</summary>
public sealed class LostKeyTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_message_whose_key_is_lost_is_a_clear_dead_letter_and_goes_out_when_the_key_is_back(
        bool onAzure,
        bool hasOther
    )
    {
        var account = onAzure ? await azurite.NewStoreAsync() : null;
        string id;
        await using (var before = await StartAsync(account, Codecs.Key(1), onlyAccepts: true))
        {
            id = await before.AcceptAsync(new { recipient = "+4915112345678", body = "Your code is 493817" });
        }

        await using (var without = await StartAsync(account, hasOther ? Codecs.Key(2) : null))
        {
            var dead = await without.DeadLetterAsync(id);
            Assert.Equal("Unreadable", dead.GetProperty("reason").GetString());
            Assert.StartsWith("sealed with key ", dead.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.False(dead.GetProperty("envelope").TryGetProperty("recipient", out _));
            Assert.Equal("auth0", dead.GetProperty("envelope").GetProperty("caller").GetString());
            using var replay = await without.OperateAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay");
            Assert.Equal(HttpStatusCode.Conflict, replay.StatusCode);
            Assert.Contains("sealed with key", await replay.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        await using var back = await StartAsync(account, Codecs.Key(1), Codecs.Key(2));
        using var revealed = await back.OperateAsync(HttpMethod.Get, $"/api/dead-letters/{id}?reveal=true");
        var shown = await revealed.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("Your code is 493817", shown.GetProperty("envelope").GetProperty("body").GetString());
        using var hidden = await back.OperateAsync(HttpMethod.Get, $"/api/dead-letters/{id}");
        var masked = await hidden.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Contains(
            "*",
            masked.GetProperty("envelope").GetProperty("recipient").GetString(),
            StringComparison.Ordinal
        );
        using var again = await back.OperateAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal("+4915112345678", (await back.ArrivalAsync(id)).GetProperty("recipient").GetString());
    }

    [Fact]
    public async Task While_the_key_cannot_be_had_nothing_is_accepted_and_what_was_is_delivered_afterwards()
    {
        string id;
        await using (var before = await StartAsync(null, Codecs.Key(1), onlyAccepts: true))
        {
            id = await before.AcceptAsync(new { recipient = "+4915112345678", body = "Your code is 493817" });
        }

        var secrets = new OutageOfOneSecret();
        await using var gateway = await new KeyedGateway(_folder, null, Codecs.Key(1))
        {
            Secrets = secrets,
        }.StartedAsync();
        await gateway.Log.WaitForAsync(line => line.Id.Id == 121);
        using var refused = await gateway.PostAsync(
            JsonContent.Create(new { recipient = "+4915112345678", body = "Your code is 1" }),
            TokenFactory.Bearer(TokenFactory.Create())
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        using var health = await gateway.Gateway.GetAsync("/api/health", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        secrets.IsOver = true;

        Assert.Equal("+4915112345678", (await gateway.ArrivalAsync(id)).GetProperty("recipient").GetString());
        using var dead = await gateway.OperateAsync(HttpMethod.Get, $"/api/dead-letters/{id}");
        Assert.Equal(HttpStatusCode.NotFound, dead.StatusCode);
    }

    private async Task<KeyedGateway> StartAsync(
        AzureStorageOptions? account,
        string? key,
        string? previous = null,
        bool onlyAccepts = false
    ) => await new KeyedGateway(_folder, account, key, previous) { OnlyAccepts = onlyAccepts }.StartedAsync();

    /// <summary>The fixture's secrets, but for the key until the outage is over.</summary>
    private sealed class OutageOfOneSecret : ISecretStore
    {
        private readonly FakeSecretStore _secrets = new(
            ("signing", TokenFactory.Secret),
            ("action", "bearer-of-the-action"),
            ("twilio", GatewayFixture.AuthToken),
            ("8x8", "key"),
            ("operators", GatewayFixture.OperatorsKey),
            (Codecs.SecretName, Codecs.Key(1))
        );

        public volatile bool IsOver;

        public ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken) =>
            IsAway(name)
                ? throw new SecretUnavailableException($"{name} cannot be read.")
                : _secrets.GetAsync(name, cancellationToken);

        public ValueTask<SecretRefresh> RefreshAsync(
            string name,
            SecretVersions? tried,
            CancellationToken cancellationToken
        ) =>
            IsAway(name)
                ? ValueTask.FromResult(SecretRefresh.NotRead)
                : _secrets.RefreshAsync(name, tried, cancellationToken);

        public SecretHealth Check(string name) => new(!IsAway(name), IsAway(name) ? "away" : null);

        private bool IsAway(string name) => !IsOver && name == Codecs.SecretName;
    }
}
