using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.DeadLetters;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Support;

/// <summary>The way of messages and dead letters into a store, plain or sealed with a key of the tests.</summary>
internal sealed class Codecs
{
    public const string SecretName = "encryption-key";

    private Codecs(string? secretName)
    {
        Encryption = new MessageEncryption(
            new EncryptionOptions { KeySecretName = secretName },
            Secrets,
            Time,
            NullLogger<MessageEncryption>.Instance
        );
        Envelopes = new EnvelopeCodec(Encryption);
        Records = new DeadLetterCodec(Encryption, Envelopes);
    }

    /// <summary>Without the setting.</summary>
    public static Codecs Plain { get; } = new(null);

    public FakeSecretStore Secrets { get; } = new();

    public FakeTimeProvider Time { get; } = new(Samples.Start);

    public MessageEncryption Encryption { get; }

    public EnvelopeCodec Envelopes { get; }

    public DeadLetterCodec Records { get; }

    /// <param name="current">The key; null for <see cref="Key"/> of 1.</param>
    /// <param name="previous">The version before.</param>
    public static Codecs Sealing(string? current = null, string? previous = null)
    {
        var codecs = new Codecs(SecretName);
        codecs.Secrets.With(SecretName, current ?? Key(1), previous);
        return codecs;
    }

    /// <summary>A key as the secret store has it, another for each number.</summary>
    public static string Key(byte number) => Convert.ToBase64String(Enumerable.Repeat(number, 32).ToArray());

    /// <summary>What lies in the queue, as the gateway reads it.</summary>
    public Envelope Read(ReadOnlyMemory<byte> body) => Assert.IsType<EnvelopeResult.Readable>(Result(body)).Envelope;

    public EnvelopeResult Result(ReadOnlyMemory<byte> body) =>
        AtOnce(Envelopes.ReadAsync(body, CancellationToken.None));

    public byte[] Write(Envelope envelope) => AtOnce(Envelopes.WriteAsync(envelope, CancellationToken.None));

    private static T AtOnce<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted, "The fake store of secrets has an answer at once.");
        return task.GetAwaiter().GetResult();
    }
}
