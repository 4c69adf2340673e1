using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers;

/// <summary>What every carrier's settings have in common.</summary>
/// <param name="Name">The configured name, used in routes, logs and metrics.</param>
/// <param name="BaseAddress">Https, or http on loopback.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Use <paramref name="From"/> even when the message has a sender.</param>
public abstract record CarrierOptions(string Name, Uri BaseAddress, Sender? From, bool AlwaysUseFrom)
{
    /// <value>How many messages may be on their way to it at once. Default: its share, <see cref="CarrierPlaces.Share"/>.</value>
    public int? MaxConcurrency { get; init; }

    /// <summary>Setting key to secret name, for the check at start.</summary>
    public abstract IReadOnlyDictionary<string, string> SecretNames { get; }

    /// <value>
    /// The setting whose absence means that the carrier is to know the gateway by its identity (<see cref="IAccessTokenSource"/>);
    /// null where it does not.
    /// </value>
    public virtual string? KeyInPlaceOfIdentity => null;

    public abstract ICarrier Create(CarrierHttp http, ISecretStore secrets);

    /// <param name="http">Its way out.</param>
    /// <param name="secrets">Where its credentials are.</param>
    /// <param name="tokens">Null where the gateway has no identity.</param>
    public virtual ICarrier Create(CarrierHttp http, ISecretStore secrets, IAccessTokenSource? tokens) =>
        Create(http, secrets);

    /// <summary>The sender to show for a message. A call comes from a number: names and short codes are for texts.</summary>
    public Sender? SenderFor(SmsMessage message)
    {
        var from = Usable(From);
        return AlwaysUseFrom ? from : Usable(message.Sender) ?? from;

        Sender? Usable(Sender? sender) =>
            message.Channel == Channel.Voice && sender?.Kind != SenderKind.International ? null : sender;
    }

    /// <summary>What makes a secret unusable, to be said at start in words that hold nothing of it; null when nothing is known to.</summary>
    /// <param name="setting">The key that names it, of <see cref="SecretNames"/>.</param>
    /// <param name="secret">Its value.</param>
    public virtual string? Mistake(string setting, Sensitive secret) => null;

    /// <summary>Whether there is a sender for the message, or the carrier finds one by itself.</summary>
    public virtual bool HasSenderFor(SmsMessage message) => true;
}
