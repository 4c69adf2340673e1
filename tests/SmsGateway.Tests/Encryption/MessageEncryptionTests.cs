using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Encryption;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Encryption;

public sealed class MessageEncryptionTests
{
    private readonly Codecs _codecs = Codecs.Sealing();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private MessageEncryption Encryption => _codecs.Encryption;

    private FakeSecretStore Secrets => _codecs.Secrets;

    [Fact]
    public async Task Without_the_setting_it_is_off_and_asks_for_no_secret()
    {
        var encryption = Codecs.Plain.Encryption;

        Assert.False(encryption.IsOn);
        Assert.Null(await encryption.FindAsync("0011aabb", Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await encryption.CipherAsync(Stop));
        Assert.Empty(Codecs.Plain.Secrets.Reads);
    }

    [Fact]
    public async Task The_cipher_is_made_once_for_each_change_of_the_secret()
    {
        var first = await Encryption.CipherAsync(Stop);
        Assert.Same(first, await Encryption.CipherAsync(Stop));

        Secrets.With(Codecs.SecretName, Codecs.Key(2), Codecs.Key(1));

        var second = await Encryption.CipherAsync(Stop);
        Assert.NotSame(first, second);
        Assert.True(second.Has(first.KeyId));
        Assert.False(first.Has(second.KeyId));
    }

    [Fact]
    public async Task A_key_that_was_rotated_in_since_the_last_read_is_found_by_reading_anew()
    {
        var newer = await Codecs.Sealing(Codecs.Key(2)).Encryption.CipherAsync(Stop);
        await Encryption.CipherAsync(Stop);
        Secrets.Rotate(Codecs.SecretName, Codecs.Key(2), Codecs.Key(1));

        var found = await Encryption.FindAsync(newer.KeyId, Stop);

        Assert.Equal(newer.KeyId, found?.KeyId);
        Assert.Equal([Codecs.SecretName], Secrets.Refreshes);
    }

    [Fact]
    public async Task A_key_that_is_lost_is_asked_for_once_and_again_after_a_while()
    {
        Assert.Null(await Encryption.FindAsync("0011aabb", Stop));
        Assert.Null(await Encryption.FindAsync("0011aabb", Stop));
        Assert.Single(Secrets.Refreshes);

        _codecs.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await Encryption.FindAsync("0011aabb", Stop));
        Assert.Equal(2, Secrets.Refreshes.Count);
    }

    [Fact]
    public async Task A_key_that_was_given_back_is_found()
    {
        var lost = await Codecs.Sealing(Codecs.Key(9)).Encryption.CipherAsync(Stop);
        Assert.Null(await Encryption.FindAsync(lost.KeyId, Stop));
        Secrets.Rotate(Codecs.SecretName, Codecs.Key(9), Codecs.Key(1));
        _codecs.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(lost.KeyId, (await Encryption.FindAsync(lost.KeyId, Stop))?.KeyId);
    }

    [Fact]
    public async Task While_the_store_of_secrets_does_not_answer_no_key_is_lost()
    {
        await Encryption.CipherAsync(Stop);
        Secrets.IsAway = true;
        for (var i = 0; i < 2; i++)
        {
            var away = await Assert.ThrowsAsync<SecretUnavailableException>(async () =>
                await Encryption.FindAsync("0011aabb", Stop)
            );
            Assert.StartsWith("Gateway__Encryption__KeySecretName: ", away.Message, StringComparison.Ordinal);
        }

        // A page of records does not wait for each of them.
        Assert.Single(Secrets.Refreshes);
        Secrets.IsAway = false;
        _codecs.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await Encryption.FindAsync("0011aabb", Stop));
    }

    [Fact]
    public async Task A_flood_of_keys_that_nobody_has_is_not_remembered_for_ever()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(await Encryption.FindAsync(i.ToString("x8", null), Stop));
        }

        // What was asked for last is still known; what was first is not.
        Assert.Null(await Encryption.FindAsync("000003e7", Stop));
        Assert.Equal(1000, Secrets.Refreshes.Count);
        Assert.Null(await Encryption.FindAsync("00000000", Stop));
        Assert.Equal(1001, Secrets.Refreshes.Count);
    }

    [Fact]
    public async Task A_rotation_to_something_that_is_no_key_leaves_the_one_before_in_use_and_is_an_error_in_the_log()
    {
        var log = new FakeLogCollector();
        var secrets = new FakeSecretStore().With(Codecs.SecretName, "oops", Codecs.Key(1));
        var encryption = new MessageEncryption(
            new EncryptionOptions { KeySecretName = Codecs.SecretName },
            secrets,
            _codecs.Time,
            log.For<MessageEncryption>()
        );

        var cipher = await encryption.CipherAsync(Stop);
        await encryption.CipherAsync(Stop);

        Assert.Equal((await Encryption.CipherAsync(Stop)).KeyId, cipher.KeyId);
        var line = Assert.Single(log.GetSnapshot());
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.StartsWith(
            "Gateway__Encryption__KeySecretName: the key must be",
            line.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("oops", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("neither is this")]
    public async Task A_secret_that_is_no_key_at_all_is_none(string? previous)
    {
        var encryption = Codecs.Sealing("oops", previous).Encryption;

        var failure = await Assert.ThrowsAsync<SecretUnavailableException>(async () =>
            await encryption.CipherAsync(Stop)
        );

        Assert.Contains("must be 32 bytes", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_former_version_that_is_no_key_does_no_harm() =>
        Assert.Equal(
            (await Encryption.CipherAsync(Stop)).KeyId,
            (await Codecs.Sealing(Codecs.Key(1), "a password").Encryption.CipherAsync(Stop)).KeyId
        );
}
