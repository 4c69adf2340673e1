using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers;

/// <summary>A company's API that delivers messages.</summary>
public interface ICarrier
{
    bool Supports(Channel channel);

    /// <summary>Gets what a request needs and no secret store has, so that <see cref="SendAsync"/> then has it from memory.</summary>
    /// <exception cref="SecretUnavailableException">It is not to be had; nothing was sent.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Makes one attempt, without retries of its own.</summary>
    /// <param name="message">What to send.</param>
    /// <param name="cancellationToken">Shutdown, or the end of the attempt's time. The time limit of a request is the carrier's business and ends in an outcome.</param>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it; <see cref="CutOffException"/> once there was a request.</exception>
    /// <exception cref="SecretUnavailableException">A credential could not be read; nothing was sent.</exception>
    ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken);
}

/// <summary>One message on its way to one carrier.</summary>
/// <param name="Id">Ours; given to the carrier as client reference where it takes one.</param>
/// <param name="Message">What the phone should show.</param>
/// <param name="Sender">The sender to show, after the carrier's <c>From</c> was considered; null for the carrier's own default.</param>
/// <param name="Now">The time of the attempt.</param>
/// <param name="ExpiresAt">When the code stops being worth delivering; passed to the carrier as its validity period.</param>
public sealed record CarrierMessage(
    MessageId Id,
    SmsMessage Message,
    Sender? Sender,
    DateTimeOffset Now,
    DateTimeOffset ExpiresAt
)
{
    /// <value>When the gateway took the message; the same at every attempt.</value>
    public DateTimeOffset AcceptedAt { get; init; }

    /// <value>The expiry as it is recorded with the message; unlike <see cref="ExpiresAt"/> no jump of the clock changes it.</value>
    public DateTimeOffset RecordedExpiry { get; init; }

    /// <value>As in <see cref="Envelope.DeclinedAt"/>, of this carrier.</value>
    public DateTimeOffset? DeclinedAt { get; init; }

    /// <summary>
    /// For carriers that recognise a repeated request: the same at every attempt of this message, until the carrier has said of
    /// it that it did not take it, because one that remembers what it refused would refuse the next try as a repetition. Another after an
    /// operator's replay with a fresh expiry, which is meant to be a new text.
    /// </summary>
    public Guid RepeatKey() =>
        new(
            SHA256
                .HashData(
                    Encoding.UTF8.GetBytes(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Id} {RecordedExpiry.UtcTicks} {DeclinedAt?.UtcTicks}"
                        )
                    )
                )
                .AsSpan(0, 16),
            bigEndian: true
        );

    /// <summary>The remaining life in whole seconds, at least one.</summary>
    public int RemainingSeconds => (int)Math.Clamp((ExpiresAt - Now).TotalSeconds, 1, int.MaxValue);

    /// <summary><see cref="ExpiresAt"/> in UTC as ISO 8601, for carriers that want a moment rather than a duration.</summary>
    public string ExpiryTimestamp =>
        ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
