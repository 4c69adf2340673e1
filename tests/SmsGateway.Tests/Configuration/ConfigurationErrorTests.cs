using SmsGateway.Configuration;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Configuration;

/// <summary>Every mistake is reported under its whole key, written as an environment variable, and no value is ever quoted.</summary>
public sealed class ConfigurationErrorTests
{
    private const string Caller = "Gateway__Callers__auth0__";
    private const string Twilio = "Gateway__Carriers__twilio__";

    [Theory]
    [InlineData(Caller + "Subject", null, "is required (or SubjectSecretName)")]
    [InlineData(Caller + "Subject", "  ", "is required (or SubjectSecretName)")]
    [InlineData(Caller + "Audience", null, "is required (or AudienceSecretName)")]
    [InlineData(Caller + "SigningSecretName", null, "is required")]
    [InlineData(Caller + "SigningSecretName", "Pa55word", "Secrets__")]
    [InlineData(Caller + "SigningSecretEncoding", "Pa55word", "Utf8, Base64Url")]
    [InlineData(Caller + "SigningSecretEncoding", "1", "Utf8, Base64Url")]
    [InlineData(Caller + "Scheme", "Pa55word", "Jwt, StaticBearer")]
    [InlineData(Caller + "Algorithms", "HS256", Caller + "Algorithms__0")]
    [InlineData(Caller + "RequireExpiration", "yes", "true or false")]
    [InlineData(Caller + "MaxTokenAge", "00:00:00", "hh:mm:ss")]
    [InlineData(Caller + "MaxTokenAge", "300", "hh:mm:ss")]
    [InlineData(Caller + "MaxTokenAge", "05:00", "hh:mm:ss")]
    [InlineData(Caller + "MaxTokenAge", "-00:05:00", "hh:mm:ss")]
    [InlineData(Caller + "TimeToLive", "1", "hh:mm:ss")]
    [InlineData(Caller + "TimeToLive", "1.00:00:01", "hh:mm:ss")]
    [InlineData(Caller + "TimeToLive", "00:00:00.5", "hh:mm:ss")]
    [InlineData(Caller + "Carriers", "twilio", Caller + "Carriers__0")]
    [InlineData(Caller + "Carriers__0", "Pa55word", "configured are twilio")]
    [InlineData(Caller + "Subjekt", "Pa55word", "did you mean Subject?")]
    [InlineData(Caller + "SigningSecret", "Pa55word", "known are Algorithms, Audience")]
    [InlineData(Caller + "RequireExpiration__0", "true", "single value")]
    [InlineData(Twilio + "Kind", null, "is required")]
    [InlineData(Twilio + "Kind", "Pa55word", "Twilio")]
    [InlineData(Twilio + "AccountSid", null, "is required")]
    [InlineData(Twilio + "AuthToken", "Pa55word", "is not a known setting")]
    [InlineData(Twilio + "AuthTokenSecretName", "Pa55word", "Secrets__")]
    [InlineData(Twilio + "From", "Pa55word, and longer", "E.164")]
    [InlineData(Twilio + "AlwaysUseFrom", "1", "true or false")]
    [InlineData(Twilio + "BaseAddress", "Pa55word", "https")]
    [InlineData(Twilio + "BaseAddress", "/relative", "https")]
    [InlineData(Twilio + "BaseAddress", "ftp://127.0.0.1/", "https")]
    [InlineData(Twilio + "BaseAddress", "http://api.example/", "must use https")]
    [InlineData(Twilio + "BaseAddress", "http://10.0.0.1/", "must use https")]
    [InlineData(Twilio + "BaseAddress", "http://127.0.0.1.example/", "must use https")]
    [InlineData(Twilio + "BaseAddress", "http://localhost.example/", "must use https")]
    [InlineData(Twilio + "BaseAddress", "https://user:Pa55word@api.example/", "credentials")]
    [InlineData("Gateway__Routing__Default", "twilio", "Gateway__Routing__Default__0")]
    [InlineData("Gateway__Routing__Default__0", "Pa55word", "configured are twilio")]
    [InlineData("Gateway__Routing__Prefixes__++61__0", "twilio", "+61")]
    [InlineData("Gateway__Routing__Prefixes__+__0", "twilio", "+61")]
    [InlineData("Gateway__Routing__Prefixes__+6a__0", "twilio", "+61")]
    [InlineData("Gateway__Routing__Prefixes__+61", "twilio", "Gateway__Routing__Prefixes__+61__0")]
    [InlineData("Gateway__Routing__Prefixes__+61__0", "Pa55word", "configured are twilio")]
    [InlineData("Gateway__Routing__Prefixes__+61__0", " ", "names no carrier")]
    [InlineData("Gateway__Routing__Prefixes__61__0", "Pa55word", "configured are twilio")]
    [InlineData("Gateway__Routing__Prefixes__61__0", " ", "names no carrier")]
    [InlineData("Gateway__Routing__Regions__UK__0", "twilio", "it is GB")]
    [InlineData("Gateway__Routing__Regions__uk__0", "twilio", "it is GB")]
    [InlineData("Gateway__Routing__Regions__ZZ__0", "twilio", "ISO 3166-1")]
    [InlineData("Gateway__Routing__Regions__EU__0", "twilio", "ISO 3166-1")]
    [InlineData("Gateway__Routing__Regions__AUS__0", "twilio", "ISO 3166-1")]
    [InlineData("Gateway__Routing__Regions__61__0", "twilio", "ISO 3166-1")]
    [InlineData("Gateway__Routing__Regions__001__0", "twilio", "ISO 3166-1")]
    [InlineData("Gateway__Routing__Regions__AQ__0", "twilio", "telephone numbers")]
    [InlineData("Gateway__Routing__Regions__AU", "twilio", "Gateway__Routing__Regions__AU__0")]
    [InlineData("Gateway__Routing__Regions__AU__0", "Pa55word", "configured are twilio")]
    [InlineData("Gateway__Routing__Regions__AU__0", "Pa55word=1", "configured are twilio")]
    [InlineData("Gateway__Routing__Regions__AU__0", " ", "names no carrier")]
    [InlineData("Gateway__Routing__Region__AU__0", "twilio", "did you mean Regions?")]
    [InlineData("Gateway__Routing__Default__0", "twilio=", "whole number")]
    [InlineData("Gateway__Routing__Default__0", "twilio=-1", "whole number")]
    [InlineData("Gateway__Routing__Default__0", "twilio=1.5", "whole number")]
    [InlineData("Gateway__Routing__Default__0", "twilio=70%", "whole number")]
    [InlineData("Gateway__Routing__Default__0", "twilio=10001", "whole number")]
    [InlineData("Gateway__Routing__Default__0", "twilio=Pa55word", "whole number")]
    [InlineData("Gateway__Routing__Default__0", "=70", "configured are twilio")]
    [InlineData("Gateway__Routing__Default__0", "twilio=0", "weights of 0 only")]
    [InlineData("Gateway__Routing__Prefixes__+61__0", "twilio=x", "whole number")]
    [InlineData("Gateway__Routing__Regions__AU__0", "twilio=x", "whole number")]
    [InlineData(Caller + "Carriers__0", "twilio=x", "whole number")]
    [InlineData("Gateway__Routing__Prefix__+61__0", "twilio", "did you mean Prefixes?")]
    [InlineData("Gateway__Delivery__TimeToLive", "300", "hh:mm:ss")]
    [InlineData("Gateway__Delivery__TimeToLive", "soon", "hh:mm:ss")]
    [InlineData("Gateway__Delivery__AttemptTimeout", "00:01:01", "hh:mm:ss")]
    [InlineData("Gateway__Delivery__UnknownOutcome", "Pa55word", "Resend, AssumeSent")]
    [InlineData("Gateway__Delivery__MaxConcurrency", "-1", "whole number")]
    [InlineData("Gateway__Delivery__MaxConcurrency", "many", "whole number")]
    [InlineData("Gateway__Delivery__MaxUnknownResends", "11", "whole number")]
    [InlineData("Gateway__Delivery__OldestShare", "0", "over 0")]
    [InlineData("Gateway__Delivery__OldestShare", "33%", "over 0")]
    [InlineData("Gateway__Delivery__OldestShare", "NaN", "over 0")]
    [InlineData(Twilio + "MaxConcurrency", "0", "whole number")]
    [InlineData("Gateway__Delivery__Retries", "5", "is not a known setting")]
    [InlineData("Gateway__Delivery", "Pa55word", "section")]
    [InlineData("Gateway__Operators__KeySecretName", "Pa55word", "Secrets__")]
    [InlineData("Gateway__Operators__Key", "Pa55word", "is not a known setting")]
    [InlineData("Gateway__Deliveries__TimeToLive", "00:05:00", "did you mean Delivery?")]
    public void Names_the_key_of_a_mistake(string key, string? value, string explanation)
    {
        var error = Assert.Throws<GatewayConfigurationException>(() =>
            GatewayOptions.Read(Settings.Create((key, value)))
        );

        // An unknown section is named by itself, a list by its own key or its entry's.
        Assert.Contains(
            error.Errors,
            text =>
                key.StartsWith(text[..text.IndexOf(": ", StringComparison.Ordinal)], StringComparison.Ordinal)
                && text.Contains(explanation, StringComparison.Ordinal)
        );
        Assert.All(error.Errors, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("Pa55word", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:5001/")]
    [InlineData("http://localhost/base", "http://localhost/base/")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/")]
    [InlineData("https://api.example/base", "https://api.example/base/")]
    public void Takes_https_everywhere_and_http_on_this_machine(string address, string expected) =>
        Assert.Equal(
            expected,
            GatewayOptions.Read(Settings.Create((Twilio + "BaseAddress", address))).Carriers[0].BaseAddress.AbsoluteUri
        );

    [Fact]
    public void Reports_all_mistakes_at_once()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() =>
            GatewayOptions.Read(
                Settings.Create(
                    (Caller + "Subject", null),
                    (Caller + "TimeToLive", "never"),
                    (Caller + "Algorithms__0", "RS256"),
                    (Twilio + "From", "++"),
                    (Twilio + "AuthTokenSecretName", "missing"),
                    ("Gateway__Carriers__second__Kind", "Pigeon"),
                    ("Gateway__Delivery__AttemptTimeout", "0"),
                    ("Gateway__Operators__KeySecretName", "missing too"),
                    ("Gateway__Colour", "blue")
                )
            )
        );
        Assert.Equal(
            [
                Caller + "Algorithms",
                Caller + "Subject",
                Caller + "TimeToLive",
                "Gateway__Carriers__second__Kind",
                Twilio + "AuthTokenSecretName",
                Twilio + "From",
                "Gateway__Colour",
                "Gateway__Delivery__AttemptTimeout",
                "Gateway__Operators__KeySecretName",
                "Gateway__Routing__Default",
            ],
            error
                .Errors.Select(text => text[..text.IndexOf(": ", StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_value_and_a_secret_name_for_one_thing_exclude_each_other()
    {
        var error = Assert.Throws<GatewayConfigurationException>(() =>
            GatewayOptions.Read(
                Settings.Create(
                    (Caller + "SubjectSecretName", "auth0-signing"),
                    (Caller + "AudienceSecretName", "auth0-signing")
                )
            )
        );
        Assert.Equal(2, error.Errors.Count);
        Assert.All(error.Errors, text => Assert.Contains("exclude each other", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Several_carriers_need_an_order()
    {
        (string, string?)[] second =
        [
            ("Gateway__Carriers__second__Kind", "Twilio"),
            ("Gateway__Carriers__second__AccountSid", "AC00000000000000000000000000000001"),
            ("Gateway__Carriers__second__AuthTokenSecretName", "twilio-token"),
        ];
        var error = Assert.Throws<GatewayConfigurationException>(() => GatewayOptions.Read(Settings.Create(second)));
        Assert.StartsWith("Gateway__Routing__Default: ", Assert.Single(error.Errors), StringComparison.Ordinal);
        Assert.NotNull(GatewayOptions.Read(Settings.Create(second.Append((Caller + "Carriers__0", "second")))));
        Assert.NotNull(GatewayOptions.Read(Settings.Create(second.Append(("Gateway__Routing__Default__0", "second")))));
    }
}
