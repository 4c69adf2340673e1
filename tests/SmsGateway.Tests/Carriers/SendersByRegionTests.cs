using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class SendersByRegionTests
{
    private const string Australian = "+61491570156";
    private const string British = "+447700900123";

    private static readonly (string, string)[] Twilio =
    [
        ("Kind", "Twilio"),
        ("AccountSid", "AC00000000000000000000000000000000"),
        ("AuthTokenSecretName", "token"),
    ];

    [Theory]
    [InlineData(Australian, "+15005550006", "From=Other", "ACME")]
    [InlineData(Australian, null, "From=Other", "ACME")]
    [InlineData(Australian, "Mine", "From=Other;AlwaysUseFrom=true", "ACME")]
    [InlineData(Australian, "Mine", "MessagingServiceSid=MG00000000000000000000000000000000", "ACME")]
    [InlineData(British, "Mine", "From=Other", "Mine")]
    [InlineData(British, null, "From=Other", "Other")]
    [InlineData(British, "Mine", "From=Other;AlwaysUseFrom=true", "Other")]
    [InlineData("+447700300123", null, "From=Other", "JERSEY")]
    [InlineData(British, null, "", null)]
    public void A_text_shows_its_regions_sender_before_all_others(
        string recipient,
        string? sender,
        string settings,
        string? expected
    ) =>
        Assert.Equal(
            expected,
            Options($"Senders:au=ACME;Senders:JE=JERSEY;{settings}")
                .SenderFor(Samples.CreateMessage(recipient, sender: sender))
                ?.Value
        );

    [Theory]
    [InlineData("+61400000001", null, null, "+61400000001")]
    [InlineData("+61400000001", "+15005550006", "+15005550007", "+61400000001")]
    [InlineData("ACME", "+15005550006", null, "+15005550006")]
    [InlineData("12345", null, "+15005550007", "+15005550007")]
    [InlineData("ACME", null, null, null)]
    public void A_call_shows_it_when_it_is_a_number(string ofRegion, string? sender, string? from, string? expected)
    {
        var options = Options($"Senders:AU={ofRegion}" + (from is null ? "" : $";From={from}"));
        var call = Samples.CreateMessage(Australian, sender: sender, channel: Channel.Voice);
        Assert.Equal(expected, options.SenderFor(call)?.Value);
        Assert.Equal(expected is not null, options.HasSenderFor(call));
    }

    [Theory]
    [InlineData(Australian, Channel.Sms, false)]
    [InlineData(British, Channel.Sms, true)]
    // A name is none for calls, so the message's own sender counts.
    [InlineData(Australian, Channel.Voice, true)]
    public void A_messages_own_sender_is_shown_where_its_region_has_none(
        string recipient,
        Channel channel,
        bool expected
    ) =>
        Assert.Equal(
            expected,
            Options("Senders:AU=ACME;From=Other").ShowsSenderOf(Samples.CreateMessage(recipient, channel: channel))
        );

    [Theory]
    [InlineData("Twilio", "AccountSid=AC00000000000000000000000000000000;AuthTokenSecretName=token;From=Other")]
    [InlineData("MessageMedia", "ApiKeySecretName=key;ApiSecretSecretName=secret")]
    [InlineData("8x8", "SubAccountId=sub;ApiKeySecretName=key")]
    [InlineData("Vonage", "ApiKeySecretName=key;ApiSecretSecretName=secret")]
    [InlineData("Infobip", "ApiKeySecretName=key")]
    [InlineData("Sinch", "ServicePlanId=plan;ApiTokenSecretName=token")]
    [InlineData("Plivo", "AuthId=MA0;AuthTokenSecretName=token")]
    public void Every_kind_has_them(string kind, string settings)
    {
        var (options, errors) = OptionsText.Read(kind, settings + ";Senders:AU=ACME");
        Assert.Empty(errors);
        Assert.Equal("ACME", options!.SenderFor(Samples.CreateMessage(Australian))?.Value);
    }

    private static CarrierOptions Options(string settings)
    {
        var (options, errors) = CarrierHarness.Read([
            .. Twilio,
            .. settings
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(setting => (setting.Split('=')[0], setting.Split('=')[1])),
        ]);
        Assert.Empty(errors);
        return options!;
    }
}
