using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Configuration;

/// <summary>What works, and is hardly meant so, is told under its key; it can be right, so the gateway starts.</summary>
public sealed class WarnedSettingTests
{
    private const string Caller = "Gateway__Callers__auth0__";
    private const string Twilio = "Gateway__Carriers__twilio__";

    [Fact]
    public void A_good_configuration_has_no_warning() => Assert.Empty(WarningsOf());

    [Theory]
    [InlineData(Twilio + "From", Twilio + "From", null)]
    [InlineData("Gateway__Delivery__AttemptTimeout", "Gateway__Delivery__TimeToLive", "00:00:09")]
    [InlineData(Caller + "TimeToLive", Caller + "TimeToLive", "00:00:09")]
    [InlineData("Gateway__Routing__Balance", "Gateway__Routing__Balance", "Weighted")]
    [InlineData("Gateway__Routing__Health__SlowAttempt", "Gateway__Routing__Health__SlowAttempt", "00:00:10")]
    [InlineData("Gateway__Routing__Health__SlowAttempt", "Gateway__Routing__Health__SlowAttempt", "00:00:30")]
    [InlineData("Gatway", "Gatway__Callers__auth0__Subject", "x")]
    [InlineData("Gateways", "Gateways__Delivery__TimeToLive", "00:01:00")]
    [InlineData("Gateway_Delivery", "Gateway_Delivery__TimeToLive", "00:01:00")]
    [InlineData("GATEWAY_DELIVERY_TIMETOLIVE", "GATEWAY_DELIVERY_TIMETOLIVE", "00:01:00")]
    [InlineData("Gateway.Delivery.TimeToLive", "Gateway.Delivery.TimeToLive", "00:01:00")]
    [InlineData("Delivery", "Delivery__TimeToLive", "00:01:00")]
    [InlineData("Carriers", "Carriers__twilio__From", "+15005550006")]
    [InlineData("Secret", "Secret__auth0-signing", "x")]
    [InlineData("Secrets_auth0_signing", "Secrets_auth0_signing", "x")]
    [InlineData("Stor", "Stor__Path", "/data")]
    [InlineData("Store_Path", "Store_Path", "/data")]
    [InlineData("KeyVaults", "KeyVaults__Uri", "https://name.vault.azure.net/")]
    [InlineData("KEYVAULT_URI", "KEYVAULT_URI", "https://name.vault.azure.net/")]
    public void A_setting_that_is_hardly_meant_so_is_told_by_its_key(string expected, string key, string? value)
    {
        var warning = Assert.Single(WarningsOf((key, value)));

        Assert.StartsWith(expected + ": ", warning, StringComparison.Ordinal);
        Assert.False(value?.Length > 3 && warning.Contains(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName", "name")]
    [InlineData("SMS_GATEWAY_URL", "https://sms.example.com")]
    [InlineData("GATEWAY_INTERFACE", "CGI/1.1")]
    [InlineData("SECRETS_DIR", "/run/secrets")]
    [InlineData("Logging__LogLevel__Default", "Warning")]
    [InlineData("STORE", "x")]
    [InlineData("PATH", "/usr/bin")]
    public void Other_programs_keys_are_let_be(string key, string value) => Assert.Empty(WarningsOf((key, value)));

    [Fact]
    public void A_sender_for_one_region_is_none_for_the_others() =>
        Assert.StartsWith(
            Twilio
                + "From: is not set, and MessagingServiceSid neither: for regions that Senders does not name, Twilio",
            Assert.Single(WarningsOf((Twilio + "From", null), (Twilio + "Senders__AU", "Acme"))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Telnyx", "ApiKeySecretName", "From: is not set, and MessagingProfileId neither: ", "Telnyx")]
    [InlineData("AzureCommunication", "AccessKeySecretName", "From: is not set: ", "Azure Communication Services")]
    public void A_carrier_without_a_sender_is_told_for_which_regions(string kind, string key, string start, string name)
    {
        const string Own = "Gateway__Carriers__other__";
        foreach (var region in new[] { null, "+61400000001" })
        {
            var warnings = WarningsOf(
                (Own + "Kind", kind),
                (Own + "BaseAddress", "https://sms.example/"),
                (Own + key, "other-key"),
                (Own + "Senders__AU", region),
                ("Secrets__other-key", "a2V5"),
                ("Gateway__Routing__Default__0", "twilio"),
                ("Gateway__Routing__Default__1", "other")
            );
            var where = region is null ? "" : "for regions that Senders does not name, ";
            Assert.Contains(Own + start + where + name + " takes no text that has no sender of its own", warnings);
        }
    }

    [Fact]
    public void A_messaging_service_is_a_sender() =>
        Assert.Empty(
            WarningsOf((Twilio + "From", null), (Twilio + "MessagingServiceSid", "MG00000000000000000000000000000000"))
        );

    [Theory]
    [InlineData("From", "Kind=Plivo;AuthId=MA1;AuthTokenSecretName=other-key")]
    [InlineData(
        "VoiceFrom",
        "Kind=8x8;SubAccountId=a;ApiKeySecretName=other-key;VoiceSubAccountId=v;VoiceProfile=en-A"
    )]
    [InlineData(
        "VoiceFrom",
        "Kind=8x8;SubAccountId=a;ApiKeySecretName=other-key;VoiceSubAccountId=v;VoiceProfile=en-A;From=Acme"
    )]
    [InlineData(null, "Kind=8x8;SubAccountId=a;ApiKeySecretName=other-key")]
    [InlineData(
        null,
        "Kind=8x8;SubAccountId=a;ApiKeySecretName=other-key;VoiceSubAccountId=v;VoiceProfile=en-A;From=+15005550006"
    )]
    [InlineData(
        null,
        "Kind=Plivo;AuthId=MA1;AuthTokenSecretName=other-key;PowerpackUuid=01234567-89ab-cdef-0123-456789abcdef"
    )]
    public void What_has_nothing_to_come_from_is_told(string? key, string settings)
    {
        var warnings = WarningsOf([
            .. settings
                .Split(';')
                .Select(setting => setting.Split('='))
                .Select(pair => ("Gateway__Carriers__second__" + pair[0], (string?)pair[1])),
            ("Gateway__Routing__Default__0", "twilio"),
            ("Gateway__Routing__Default__1", "second"),
            ("Secrets__other-key", "key-31337"),
        ]);

        Assert.Equal(
            key is null ? [] : [$"Gateway__Carriers__second__{key}"],
            warnings.Select(warning => warning.Split(':')[0])
        );
    }

    [Fact]
    public void A_carrier_that_no_route_has_is_told() =>
        Assert.StartsWith(
            "Gateway__Carriers__spare: ",
            Assert.Single(
                WarningsOf(
                    ("Gateway__Carriers__spare__Kind", "8x8"),
                    ("Gateway__Carriers__spare__SubAccountId", "sub"),
                    ("Gateway__Carriers__spare__ApiKeySecretName", "twilio-token"),
                    ("Gateway__Routing__Default__0", "twilio")
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_carrier_of_a_region_alone_is_in_a_route() =>
        Assert.Empty(
            WarningsOf(
                ("Gateway__Carriers__spare__Kind", "8x8"),
                ("Gateway__Carriers__spare__SubAccountId", "sub"),
                ("Gateway__Carriers__spare__ApiKeySecretName", "twilio-token"),
                ("Gateway__Routing__Default__0", "twilio"),
                ("Gateway__Routing__Regions__AU__0", "spare=1")
            )
        );

    [Fact]
    public void Routes_that_no_caller_uses_are_told() =>
        Assert.StartsWith(
            "Gateway__Routing: ",
            Assert.Single(
                WarningsOf((Caller + "Carriers__0", "twilio"), ("Gateway__Routing__Prefixes__+61__0", "twilio"))
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_a_static_bearer_does_not_look_at_is_told() =>
        Assert.Equal(
            [
                "Gateway__Callers__action__Audience: has no effect with Scheme StaticBearer",
                "Gateway__Callers__action__MaxTokenAge: has no effect with Scheme StaticBearer",
                "Gateway__Callers__action__RequireBodyHash: has no effect with Scheme StaticBearer",
            ],
            WarningsOf(
                ("Gateway__Callers__action__Scheme", "StaticBearer"),
                ("Gateway__Callers__action__SigningSecretName", "action"),
                ("Gateway__Callers__action__Audience", "urn:sms-gateway"),
                ("Gateway__Callers__action__MaxTokenAge", "00:05:00"),
                ("Gateway__Callers__action__RequireBodyHash", "true"),
                ("Secrets__action", "the bearer of the action")
            )
        );

    private static IReadOnlyCollection<string> WarningsOf(params IEnumerable<(string, string?)> changes) =>
        GatewayOptions.Read(Settings.Create(changes)).Warnings;
}
