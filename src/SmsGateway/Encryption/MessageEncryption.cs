using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmsGateway.Secrets;

namespace SmsGateway.Encryption;

/// <summary>The cipher of the secret as it is now, for whatever is stored. Without the setting it is off, and costs nothing.</summary>
public sealed partial class MessageEncryption(
    EncryptionOptions options,
    ISecretStore secrets,
    TimeProvider time,
    ILogger<MessageEncryption> logger
)
{
    /// <summary>A message in hand must not wait for a vault for longer: its lease is short, and it comes again.</summary>
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromSeconds(3);

    /// <summary>For how long what came of asking for a key counts for the next one that needs it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    /// <summary>There are as many as rotations within the life of a dead letter; a flood of strangers' ids must not be kept.</summary>
    private const int MostMissed = 64;

    private readonly ConcurrentDictionary<string, (long At, bool IsRead)> _missed = new(StringComparer.Ordinal);
    private volatile MessageCipher? _cipher;

    public bool IsOn => options.KeySecretName is not null;

    /// <summary>From memory almost always.</summary>
    /// <exception cref="SecretUnavailableException">The key cannot be had now; what is to be sealed is not to be stored.</exception>
    /// <exception cref="InvalidOperationException">It is off (<see cref="IsOn"/>).</exception>
    public async ValueTask<MessageCipher> CipherAsync(CancellationToken cancellationToken)
    {
        var name = options.KeySecretName ?? throw new InvalidOperationException("Encryption is off.");
        return CipherOf(await secrets.GetAsync(name, cancellationToken));
    }

    /// <summary>The cipher that has this key, which may be a version of the secret that was not read yet.</summary>
    /// <returns>Null when no version that the secret store gives is that key, or encryption is off.</returns>
    /// <exception cref="SecretUnavailableException">Whether the key is there cannot be told now.</exception>
    public async ValueTask<MessageCipher?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return null;
        }

        var known = await CipherAsync(cancellationToken);
        if (known.Has(keyId))
        {
            return known;
        }

        if (!_missed.TryGetValue(keyId, out var missed) || time.GetElapsedTime(missed.At) >= Remembered)
        {
            var isRead = await RefreshAsync(known.Versions, cancellationToken) != SecretRefresh.NotRead;
            known = await CipherAsync(cancellationToken);
            if (known.Has(keyId))
            {
                return known;
            }

            missed = (time.GetTimestamp(), isRead);
            if (_missed.Count >= MostMissed)
            {
                _missed.Clear();
            }

            _missed[keyId] = missed;
        }

        return missed.IsRead
            ? null
            : throw new SecretUnavailableException(
                $"{EncryptionOptions.KeySetting}: something is sealed with key {keyId}, and the secret could not be read anew to see whether it has that."
            );
    }

    /// <summary>Says of something that no key here opens what an operator is to do.</summary>
    public string Lost(string keyId) =>
        IsOn
            ? $"sealed with key {keyId}, which this gateway does not have; give it back as a version of the secret, and replay"
            : $"sealed with key {keyId}, and this gateway has none; set {EncryptionOptions.KeySetting}, and replay";

    private async Task<SecretRefresh> RefreshAsync(SecretVersions tried, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestRefresh, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await secrets.RefreshAsync(options.KeySecretName!, tried, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SecretRefresh.NotRead;
        }
    }

    private MessageCipher CipherOf(SecretVersions versions)
    {
        if (_cipher is { } known && ReferenceEquals(known.Versions, versions))
        {
            return known;
        }

        var current = MessageKey.Of(versions.Current);
        var previous = versions.Previous is { } former ? MessageKey.Of(former) : null;
        if (current is null && previous is not null)
        {
            // A rotation to something that is no key must not stop all messages: the key before goes on.
            Log.Unusable(logger, EncryptionOptions.KeySetting, MessageKey.Mistake(versions.Current)!, previous.Id);
        }

        return _cipher = new MessageCipher(
            versions,
            current
                ?? previous
                ?? throw new SecretUnavailableException(
                    $"{EncryptionOptions.KeySetting}: {MessageKey.Mistake(versions.Current)}."
                ),
            current is null ? null : previous
        );
    }

    private static partial class Log
    {
        [LoggerMessage(
            120,
            LogLevel.Error,
            "{Setting}: {Mistake}; messages are sealed with the version before, {KeyId}, until that is mended"
        )]
        public static partial void Unusable(ILogger logger, string setting, string mistake, string keyId);
    }
}
