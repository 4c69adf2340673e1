using System.Collections.Frozen;
using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
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

    /// <value>How many messages a process sends it in a second. Default: no limit.</value>
    public double? MaxPerSecond { get; init; }

    /// <value>Region, as <see cref="PhoneNumber.Region"/> has it, to the sender that its numbers see.</value>
    public FrozenDictionary<string, Sender> Senders { get; init; } = FrozenDictionary<string, Sender>.Empty;

    /// <summary>Setting key to secret name, for the check at start.</summary>
    public abstract IReadOnlyDictionary<string, string> SecretNames { get; }

    /// <value>
    /// The setting whose absence means that the carrier is to know the gateway by its identity (<see cref="IAccessTokenSource"/>);
    /// null where it does not.
    /// </value>
    public virtual string? KeyInPlaceOfIdentity => null;

    /// <value>Whether a setting of its kind lets the carrier choose the sender of a text.</value>
    public virtual bool ChoosesSender => false;

    public abstract ICarrier Create(CarrierHttp http, ISecretStore secrets);

    /// <param name="http">Its way out.</param>
    /// <param name="secrets">Where its credentials are.</param>
    /// <param name="tokens">Null where the gateway has no identity.</param>
    public virtual ICarrier Create(CarrierHttp http, ISecretStore secrets, IAccessTokenSource? tokens) =>
        Create(http, secrets);

    /// <summary>
    /// The sender to show for a message. That of its region comes before all others, because the country asks for it: what the caller
    /// wants, or what is right elsewhere, would be refused or replaced there.
    /// </summary>
    public Sender? SenderFor(SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var from = Usable(From, message);
        return SenderByRegion(message) ?? (AlwaysUseFrom ? from : Usable(message.Sender, message) ?? from);
    }

    /// <summary>Whether the message's own sender is shown when it has one.</summary>
    public bool ShowsSenderOf(SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return !AlwaysUseFrom && SenderByRegion(message) is null;
    }

    /// <summary>What makes a secret unusable, to be said at start in words that hold nothing of it; null when nothing is known to.</summary>
    /// <param name="setting">The key that names it, of <see cref="SecretNames"/>.</param>
    /// <param name="secret">Its value.</param>
    public virtual string? Mistake(string setting, Sensitive secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return CarrierSecrets.Mistake(secret.Reveal());
    }

    /// <summary>Tells what is wrong only with several settings together, those of every carrier included.</summary>
    internal virtual void Check(ConfigurationReader reader) { }

    /// <summary>Whether there is a sender for the message, or the carrier finds one by itself.</summary>
    public virtual bool HasSenderFor(SmsMessage message) => true;

    private Sender? SenderByRegion(SmsMessage message) =>
        Senders.Count > 0 && Senders.TryGetValue(message.Recipient.Region, out var sender)
            ? Usable(sender, message)
            : null;

    /// <summary>A call comes from a number: names and short codes are for texts.</summary>
    private static Sender? Usable(Sender? sender, SmsMessage message) =>
        message.Channel == Channel.Voice && sender?.Kind != SenderKind.International ? null : sender;
}
