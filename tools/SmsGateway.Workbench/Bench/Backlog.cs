using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Secrets;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Bench;

/// <summary>Fills a store that no gateway has open, through the store's own code, much faster than over HTTP.</summary>
internal static class Backlog
{
    /// <summary>Enough at once for large commits.</summary>
    private const int AtOnce = 5000;

    public static async Task FillAsync(string folder, int messages, CancellationToken cancellationToken)
    {
        var encryption = new MessageEncryption(
            new EncryptionOptions(),
            new ConfigurationSecretStore(new ConfigurationBuilder().Build(), new SecretReferences([])),
            TimeProvider.System,
            NullLogger<MessageEncryption>.Instance
        );
        var envelopes = new EnvelopeCodec(encryption);
        using var store = new EmbeddedStore(
            folder,
            TimeProvider.System,
            new DeliveryOptions(),
            envelopes,
            new DeadLetterCodec(encryption, envelopes),
            NullLogger<EmbeddedStore>.Instance
        );
        foreach (var numbers in Enumerable.Range(0, messages).Chunk(AtOnce))
        {
            await Task.WhenAll(
                numbers.Select(number =>
                    store.EnqueueAsync(Envelope(number), TimeSpan.Zero, cancellationToken).AsTask()
                )
            );
        }
    }

    private static Envelope Envelope(int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        _ = PhoneNumber.TryParse(
            string.Create(CultureInfo.InvariantCulture, $"{RequestTemplate.RecipientMark}{number % 100_000:D5}"),
            out var recipient
        );
        _ = Sender.TryParse("+15005550006", out var sender);
        var body = new Sensitive(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Your verification code is {RequestTemplate.CodeMark}{number:D10}"
            )
        );
        return new Envelope(
            MessageId.New(now),
            "auth0",
            new SmsMessage(recipient, body, sender, Channel.Sms, null),
            RequestContext.Empty,
            now,
            now + TimeSpan.FromHours(23),
            [],
            null
        );
    }
}
