using Microsoft.Extensions.Configuration;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Tests.Carriers;

/// <summary>Builds carriers from settings as the gateway does, and messages for them.</summary>
internal static class CarrierHarness
{
    public const string Recipient = "+61491570156";
    public const string Code = "739184";
    public const string Text = "Your code is " + Code + " & <nothing> else ✓";

    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Long enough never to be reached by a test that is not about it.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(60);

    public static MessageId Id { get; } =
        MessageId.TryParse("019d2f0cb7a07000800000000000abcd", out var id) ? id : throw new InvalidOperationException();

    /// <summary>Reads the settings of one carrier named <c>main</c>.</summary>
    /// <returns>The options, null when the kind is unknown, and all mistakes.</returns>
    public static (CarrierOptions? Options, IReadOnlyList<string> Errors) Read(
        params (string Key, string Value)[] settings
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting =>
                    KeyValuePair.Create($"Gateway:Carriers:main:{setting.Key}", (string?)setting.Value)
                )
            )
            .Build();
        var errors = new List<string>();
        var options = CarrierCatalog.Read(
            new ConfigurationReader(configuration.GetSection("Gateway:Carriers:main"), errors)
        );
        return (options, errors);
    }

    public static TestCarrier Create(
        IEnumerable<(string Key, string Value)> settings,
        Uri address,
        ISecretStore secrets,
        TimeSpan attemptTimeout,
        TimeProvider? time = null,
        IAccessTokenSource? tokens = null
    )
    {
        var (options, errors) = Read([.. settings, ("BaseAddress", address.ToString())]);
        if (options is null || errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join("; ", errors));
        }

        time ??= TimeProvider.System;
        var http = new CarrierHttp(options.BaseAddress, attemptTimeout, time);
        var health = new CarrierHealth(time);
        var places = new CarrierPlaces(CarrierPlaces.Unlimited, health, time);
        return new TestCarrier(
            new ConfiguredCarrier(options, options.Create(http, secrets, tokens), health, places),
            http
        );
    }

    public static CarrierMessage Message(
        string? sender = "Acme",
        Channel channel = Channel.Sms,
        string text = Text,
        string? locale = null
    ) =>
        new(
            Id,
            new SmsMessage(Number(Recipient), new Sensitive(text), Sender(sender), channel, locale),
            Sender(sender),
            Now,
            Now + TimeSpan.FromMinutes(5)
        );

    public static Envelope Envelope(CarrierMessage message) =>
        new(message.Id, "auth0", message.Message, RequestContext.Empty, message.Now, message.ExpiresAt, [], null);

    private static PhoneNumber Number(string text) =>
        PhoneNumber.TryParse(text, out var number) ? number : throw new ArgumentException(text);

    private static Sender? Sender(string? text) =>
        text is null ? null
        : SmsGateway.Messages.Sender.TryParse(text, out var sender) ? sender
        : throw new ArgumentException(text);
}
