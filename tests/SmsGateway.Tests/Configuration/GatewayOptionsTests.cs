using Microsoft.Extensions.Configuration;
using SmsGateway.Callers;
using SmsGateway.Carriers.Twilio;
using SmsGateway.Configuration;
using SmsGateway.Delivery;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Configuration;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void The_least_configuration_has_the_documented_defaults()
    {
        var options = GatewayOptions.Read(Settings.Create());
        var caller = Assert.Single(options.Callers);
        Assert.Equal("auth0", caller.Name);
        Assert.Equal(CallerScheme.Jwt, caller.Scheme);
        Assert.Equal(["HS256"], caller.Algorithms);
        Assert.Equal(SecretEncoding.Utf8, caller.SigningSecretEncoding);
        Assert.False(caller.RequireExpiration);
        Assert.False(caller.RequireBodyHash);
        Assert.Null(caller.MaxTokenAge);
        Assert.Equal(TimeSpan.FromMinutes(5), caller.TimeToLive);
        Assert.Empty(caller.Carriers);
        Assert.Equal(TimeSpan.FromMinutes(5), options.Delivery.TimeToLive);
        Assert.Equal(TimeSpan.FromSeconds(10), options.Delivery.AttemptTimeout);
        Assert.Equal(UnknownOutcomeRule.Resend, options.Delivery.UnknownOutcome);
        Assert.Null(options.OperatorsKeySecretName);
        Assert.Equal(TimeSpan.FromDays(1), options.OperatorsKeyOverlap);
        Assert.Null(options.Encryption.KeySecretName);
        Assert.Equal(
            new Uri("https://api.twilio.com/"),
            Assert.IsType<TwilioOptions>(Assert.Single(options.Carriers)).BaseAddress
        );

        // With a single carrier there is nothing to route.
        Assert.Equal(["twilio"], options.Routing.Default.AsEnumerable());
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var options = GatewayOptions.Read(
            Settings.Create(
                ("Gateway__Callers__auth0__Subject", null),
                ("Gateway__Callers__auth0__SubjectSecretName", "subject"),
                ("Gateway__Callers__auth0__Audience", null),
                ("Gateway__Callers__auth0__AudienceSecretName", "audience"),
                ("Gateway__Callers__auth0__SigningSecretEncoding", "base64url"),
                ("Gateway__Callers__auth0__Algorithms__0", "HS384"),
                ("Gateway__Callers__auth0__Algorithms__1", "HS512"),
                ("Gateway__Callers__auth0__RequireExpiration", "True"),
                ("Gateway__Callers__auth0__MaxTokenAge", "00:05:00"),
                ("Gateway__Callers__auth0__RequireBodyHash", "true"),
                ("Gateway__Callers__auth0__Carriers__0", "twilio=70"),
                ("Gateway__Callers__auth0__TimeToLive", "00:03:00"),
                ("Gateway__Callers__action__Scheme", "StaticBearer"),
                ("Gateway__Callers__action__SigningSecretName", "bearer"),
                ("Gateway__Carriers__twilio__BaseAddress", "http://127.0.0.1:8080/twilio"),
                ("Gateway__Carriers__twilio__AlwaysUseFrom", "true"),
                ("Gateway__Routing__Default__0", "twilio"),
                ("Gateway__Routing__Prefixes__+6__0", "twilio"),
                ("Gateway__Routing__Prefixes__+614__0", "Twilio"),
                ("Gateway__Routing__Prefixes__+61__0", "twilio"),
                ("Gateway__Routing__Regions__AU__0", "twilio"),
                ("Gateway__Routing__Regions__nz__0", " twilio = 10000 "),
                ("Gateway__Delivery__TimeToLive", "00:10:00"),
                ("Gateway__Delivery__AttemptTimeout", "00:00:02.5"),
                ("Gateway__Delivery__UnknownOutcome", "assumesent"),
                ("Gateway__Delivery__MaxConcurrency", "0"),
                ("Gateway__Delivery__MaxUnknownResends", "0"),
                ("Gateway__Delivery__OldestShare", "0.5"),
                ("Gateway__Carriers__twilio__MaxConcurrency", "12"),
                ("Gateway__Carriers__twilio__MaxPerSecond", "0.1"),
                ("Gateway__Carriers__twilio__Senders__au", "Acme"),
                ("Gateway__Operators__KeySecretName", "operators"),
                ("Gateway__Operators__KeyOverlap", "02:00:00"),
                ("Secrets__subject", "s"),
                ("Secrets__audience", "a"),
                ("Secrets__bearer", "b"),
                ("Secrets__operators", "a key of the operators'")
            )
        );

        Assert.Equal(
            new CallerOptions
            {
                Name = "auth0",
                SubjectSecretName = "subject",
                AudienceSecretName = "audience",
                SigningSecretName = "auth0-signing",
                SigningSecretEncoding = SecretEncoding.Base64Url,
                RequireExpiration = true,
                MaxTokenAge = TimeSpan.FromMinutes(5),
                RequireBodyHash = true,
                TimeToLive = TimeSpan.FromMinutes(3),
                Algorithms = options.Callers[1].Algorithms,
                Carriers = options.Callers[1].Carriers,
            },
            options.Callers[1]
        );
        Assert.Equal(["HS384", "HS512"], options.Callers[1].Algorithms);
        Assert.Equal([new RouteEntry("twilio", 70)], options.Callers[1].Carriers.AsEnumerable());
        Assert.Equal(CallerScheme.StaticBearer, options.Callers[0].Scheme);
        Assert.Equal(new Uri("http://127.0.0.1:8080/twilio/"), options.Carriers[0].BaseAddress);
        Assert.Equal(["+614", "+61", "+6"], options.Routing.Prefixes.Select(prefix => prefix.Key));
        Assert.Equal(["AU", "NZ"], options.Routing.Regions.Keys.Order());
        Assert.Equal([new RouteEntry("twilio", 10_000)], options.Routing.Regions["NZ"].AsEnumerable());
        Assert.Equal(
            new DeliveryOptions
            {
                TimeToLive = TimeSpan.FromMinutes(10),
                AttemptTimeout = TimeSpan.FromSeconds(2.5),
                UnknownOutcome = UnknownOutcomeRule.AssumeSent,
                MaxConcurrency = 0,
                MaxUnknownResends = 0,
                OldestShare = 0.5,
            },
            options.Delivery
        );
        Assert.Equal(12, options.Carriers[0].MaxConcurrency);
        Assert.Equal(0.1, options.Carriers[0].MaxPerSecond);
        Assert.Equal(
            KeyValuePair.Create("AU", "Acme"),
            Assert.Single(
                options.Carriers[0].Senders.Select(sender => KeyValuePair.Create(sender.Key, sender.Value.Value))
            )
        );
        Assert.Equal("operators", options.OperatorsKeySecretName);
        Assert.Equal(TimeSpan.FromHours(2), options.OperatorsKeyOverlap);
    }

    [Fact]
    public void Tells_every_secret_that_is_referred_to()
    {
        var options = GatewayOptions.Read(
            Settings.Create(
                ("Gateway__Operators__KeySecretName", "operators"),
                ("Gateway__Encryption__KeySecretName", "message-key"),
                ("Secrets__operators", "a key of the operators'"),
                ("Secrets__message-key", Codecs.Key(1))
            )
        );
        Assert.Equal(
            [
                new("Gateway__Callers__auth0__SigningSecretName", "auth0-signing"),
                new("Gateway__Carriers__twilio__AuthTokenSecretName", "twilio-token"),
                new("Gateway__Operators__KeySecretName", "operators"),
                new("Gateway__Encryption__KeySecretName", "message-key"),
            ],
            options.SecretReferences()
        );
    }

    [Fact]
    public void With_a_vault_secrets_are_not_looked_for_in_the_configuration() =>
        Assert.NotNull(
            GatewayOptions.Read(
                Settings.Create(
                    ("KeyVault__Uri", "https://example.vault.azure.net/"),
                    ("Secrets__auth0-signing", null),
                    ("Secrets__twilio-token", null)
                ),
                _ => null
            )
        );

    [Fact]
    public void A_prefix_may_stand_without_its_plus_sign_as_names_of_settings_in_Azure_must()
    {
        var options = GatewayOptions.Read(
            Settings.Create(
                ("Gateway__Routing__Prefixes__614__0", "twilio"),
                ("Gateway__Routing__Prefixes__+61__0", "twilio"),
                ("Gateway__Routing__Prefixes__6__0", "twilio")
            )
        );
        Assert.Equal(["+614", "+61", "+6"], options.Routing.Prefixes.Select(prefix => prefix.Key));

        var twice = Assert.Throws<GatewayConfigurationException>(() =>
            GatewayOptions.Read(
                Settings.Create(
                    ("Gateway__Routing__Prefixes__61__0", "twilio"),
                    ("Gateway__Routing__Prefixes__+61__0", "twilio")
                )
            )
        );
        Assert.StartsWith("Gateway__Routing__Prefixes__61:", Assert.Single(twice.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_read_in_the_order_of_their_numbers()
    {
        var options = GatewayOptions.Read(
            Settings.Create(
                Enumerable
                    .Range(0, 12)
                    .SelectMany(i =>
                        new (string, string?)[]
                        {
                            ($"Gateway__Carriers__c{i}__Kind", "MessageMedia"),
                            ($"Gateway__Carriers__c{i}__ApiKeySecretName", "auth0-signing"),
                            ($"Gateway__Carriers__c{i}__ApiSecretSecretName", "twilio-token"),
                            ($"Gateway__Routing__Prefixes__+1__{i}", $"c{i}"),
                        }
                    )
                    .Append(("Gateway__Routing__Default__0", "twilio"))
            )
        );
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => $"c{i}"),
            options.Routing.Prefixes[0].Value.Select(entry => entry.Carrier)
        );
    }

    [Fact]
    public void Without_any_configuration_everything_that_is_needed_is_named()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() =>
            GatewayOptions.Read(new ConfigurationBuilder().Build())
        );
        Assert.Contains(error.Errors, text => text.StartsWith("Gateway__Callers: ", StringComparison.Ordinal));
        Assert.Contains(error.Errors, text => text.StartsWith("Gateway__Carriers: ", StringComparison.Ordinal));
        Assert.All(error.Errors, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }
}
