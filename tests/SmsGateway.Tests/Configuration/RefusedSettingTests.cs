using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Configuration;

/// <summary>What can never be right does not start, though each setting by itself is well-formed.</summary>
public sealed class RefusedSettingTests
{
    private const string Caller = "Gateway__Callers__auth0__";
    private const string Twilio = "Gateway__Carriers__twilio__";
    private const string Operators = "Gateway__Operators__KeySecretName";
    private const string Encryption = "Gateway__Encryption__KeySecretName";
    private const string Key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    private const string LongKey = "a key of the operators'";

    [Theory]
    [InlineData("Gateway__Routing__Prefixes__0061__0", "twilio", "country code")]
    [InlineData("Gateway__Routing__Prefixes__+0061__0", "twilio", "country code")]
    [InlineData("Gateway__Routing__Prefixes__011__0", "twilio", "country code")]
    [InlineData("Gateway__Routing__Prefixes__04__0", "twilio", "country code")]
    [InlineData("Gateway__Routing__Default__1", "Twilio", "already", "Gateway__Routing__Default__0", "twilio")]
    [InlineData(
        "Gateway__Routing__Prefixes__+61__1",
        "twilio",
        "already",
        "Gateway__Routing__Prefixes__+61__0",
        "twilio"
    )]
    [InlineData("Gateway__Routing__Regions__au__1", "twilio", "already", "Gateway__Routing__Regions__AU__0", "twilio")]
    [InlineData("Gateway__Routing__Default__7", "twilio=1", "already", "Gateway__Routing__Default__3", "twilio=1")]
    [InlineData(Caller + "Carriers__1", "TWILIO", "already", Caller + "Carriers__0", "twilio")]
    [InlineData("Gateway__Callers__auth0_Subject", "urn:Auth0", "two underscores")]
    [InlineData(Encryption, "key", "has 16", "Secrets__key", "AQEBAQEBAQEBAQEBAQEBAQ==")]
    [InlineData(Encryption, "key", "neither", "Secrets__key", "a password!")]
    [InlineData(Encryption, "key", "placeholder", "Secrets__key", "<the key of messages>")]
    [InlineData(Encryption, "key", "is not there")]
    [InlineData(
        Encryption,
        "key",
        Twilio + "AuthTokenSecretName",
        "Secrets__key",
        Key,
        "Secrets__twilio-token",
        Key + "="
    )]
    [InlineData("Gateway__Encryption__Key", Key, "is not a known setting")]
    [InlineData(Operators, "operators", "15 characters", "Secrets__operators", "fifteen letters")]
    [InlineData(Operators, "auth0-signing", Caller + "SigningSecretName")]
    [InlineData(
        Operators,
        "twin",
        Twilio + "AuthTokenSecretName",
        "Secrets__twin",
        LongKey,
        "Secrets__twilio-token",
        LongKey
    )]
    [InlineData(Operators, "operators", "placeholder", "Secrets__operators", "<the key to the operators' pages>")]
    public void A_setting_that_can_never_be_right_is_refused_by_its_key(
        string key,
        string value,
        string explanation,
        params string[] further
    ) => Assert.Contains(explanation, Assert.Single(ErrorsOf(key, value, further)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Gateway__Routing__Default__")]
    [InlineData("Gateway__Routing__Prefixes__61__")]
    [InlineData("Gateway__Routing__Regions__AU__")]
    [InlineData(Caller + "Carriers__")]
    public void In_a_route_all_have_a_weight_or_none_has(string route)
    {
        var error = Assert.Single(
            ErrorsOf(
                route + "4",
                "twilio",
                route + "2",
                "second=70",
                "Gateway__Carriers__second__Kind",
                "8x8",
                "Gateway__Carriers__second__SubAccountId",
                "sub",
                "Gateway__Carriers__second__ApiKeySecretName",
                "twilio-token",
                "Gateway__Routing__Default__2",
                route.Contains("Default", StringComparison.Ordinal) ? "second=70" : "second"
            )
        );
        Assert.StartsWith($"{route}4: has no weight", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Caller + "Subject", "...")]
    [InlineData(Caller + "Subject", "<subject>")]
    [InlineData(Caller + "Audience", "urn:<your tenant>")]
    [InlineData(Caller + "Audience", "changeme")]
    [InlineData(Caller + "SigningSecretName", "CHANGE-ME")]
    [InlineData(Twilio + "AccountSid", "AC...")]
    [InlineData(Twilio + "AccountSid", "your_account_sid")]
    [InlineData(Twilio + "From", "+1...")]
    [InlineData(Twilio + "BaseAddress", "${TWILIO_URL}")]
    [InlineData(Operators, "TODO")]
    [InlineData("Gateway__Routing__Default__0", "<carrier>")]
    [InlineData("Gateway__Routing__Regions__AU__0", "<carrier>=70")]
    [InlineData("Gateway__Delivery__TimeToLive", "...")]
    [InlineData(Caller + "Audience", "@Microsoft.KeyVault(SecretUri=https://name.vault.azure.net/secrets/x)")]
    public void A_placeholder_is_refused_once_and_as_such(string key, string value) =>
        Assert.Contains("placeholder", Assert.Single(ErrorsOf(key, value), Names(key)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Secrets__auth0-signing", "changeme", Caller + "SigningSecretName")]
    [InlineData("Secrets__auth0-signing", "...", Caller + "SigningSecretName")]
    [InlineData("Secrets__twilio-token", "<your-auth-token>", Twilio + "AuthTokenSecretName")]
    [InlineData("Secrets__twilio-token", "xxxxxxxx", Twilio + "AuthTokenSecretName")]
    [InlineData("Secrets__twilio-token", "{{ token }}", Twilio + "AuthTokenSecretName")]
    public void A_secret_that_is_a_placeholder_is_refused_by_the_setting_that_names_it(
        string key,
        string value,
        string setting
    ) =>
        Assert.StartsWith(
            $"{setting}: the secret is a placeholder",
            Assert.Single(ErrorsOf(key, value)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("MySecretToSignTheToken")]
    [InlineData("MessageMedia")]
    [InlineData("a<b>c ... and more of it")]
    [InlineData("[Xq3#]9]")]
    [InlineData("yourself")]
    public void A_secret_that_only_looks_a_little_like_one_is_taken(string value) =>
        Assert.Empty(GatewayOptions.Read(Settings.Create(("Secrets__auth0-signing", value))).Warnings);

    [Fact]
    public void An_example_copied_from_the_documents_is_refused() =>
        Assert.Contains(
            ErrorsOf("Gateway__Callers__<name>__Subject", "urn:Auth0"),
            error => error.StartsWith("Gateway__Callers__<name>: is a placeholder", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("HS256", "HS256", "Utf8", "a signing secret of more than 32 bytes", true)]
    [InlineData("HS256", "HS384", "Utf8", "a signing secret of more than 32 bytes", false)]
    [InlineData("HS256", "HS256", "Utf8", "another signing secret of 32 and more", false)]
    [InlineData("HS256", "HS256", "Base64Url", "YSBzaWduaW5nIHNlY3JldCBvZiBtb3JlIHRoYW4gMzIgYnl0ZXM", true)]
    public void Two_callers_that_one_token_would_prove_are_refused(
        string algorithm,
        string otherAlgorithm,
        string otherEncoding,
        string otherSecret,
        bool isRefused
    )
    {
        var errors = ErrorsOf(
            Caller + "Algorithms__0",
            algorithm,
            "Gateway__Callers__twin__SubjectSecretName",
            "subject",
            "Gateway__Callers__twin__Audience",
            "https://gateway.example/api/sms",
            "Gateway__Callers__twin__SigningSecretName",
            "other",
            "Gateway__Callers__twin__SigningSecretEncoding",
            otherEncoding,
            "Gateway__Callers__twin__Algorithms__0",
            otherAlgorithm,
            "Secrets__subject",
            "auth0-connection",
            "Secrets__other",
            otherSecret
        );

        Assert.Equal(isRefused ? ["Gateway__Callers__twin"] : [], errors.Select(KeyOf));
    }

    [Fact]
    public void Two_callers_with_one_static_bearer_are_refused() =>
        Assert.Equal(
            ["Gateway__Callers__two"],
            ErrorsOf(
                    "Gateway__Callers__one__Scheme",
                    "StaticBearer",
                    "Gateway__Callers__one__SigningSecretName",
                    "one",
                    "Gateway__Callers__two__Scheme",
                    "StaticBearer",
                    "Gateway__Callers__two__SigningSecretName",
                    "two",
                    "Secrets__one",
                    "the bearer of both",
                    "Secrets__two",
                    "the bearer of both\n"
                )
                .Select(KeyOf)
        );

    [Fact]
    public void A_carriers_two_secrets_are_not_one() =>
        Assert.Equal(
            ["Gateway__Carriers__mm__ApiSecretSecretName"],
            ErrorsOf(
                    "Gateway__Carriers__mm__Kind",
                    "MessageMedia",
                    "Gateway__Carriers__mm__ApiKeySecretName",
                    "twilio-token",
                    "Gateway__Carriers__mm__ApiSecretSecretName",
                    "twilio-token",
                    "Gateway__Routing__Default__0",
                    "mm"
                )
                .Select(KeyOf)
        );

    [Theory]
    [InlineData("sub/account")]
    [InlineData("sub account")]
    public void A_sub_account_that_no_path_can_hold_is_refused(string subAccount) =>
        Assert.Equal(
            ["Gateway__Carriers__8x8__SubAccountId"],
            ErrorsOf(
                    "Gateway__Carriers__8x8__Kind",
                    "8x8",
                    "Gateway__Carriers__8x8__SubAccountId",
                    subAccount,
                    "Gateway__Carriers__8x8__ApiKeySecretName",
                    "twilio-token",
                    "Gateway__Routing__Default__0",
                    "8x8"
                )
                .Select(KeyOf)
        );

    private static Predicate<string> Names(string key) =>
        error => error.StartsWith(key + ": ", StringComparison.Ordinal);

    private static List<string> ErrorsOf(string key, string value, params string[] further)
    {
        var errors = new List<string>();
        GatewayOptions.Read(
            Settings.Create([(key, value), .. further.Chunk(2).Select(pair => (pair[0], (string?)pair[1]))]),
            errors
        );
        Assert.All(errors, error => Assert.DoesNotContain(LongKey, error, StringComparison.Ordinal));
        return errors;
    }

    private static string KeyOf(string error) => error[..error.IndexOf(": ", StringComparison.Ordinal)];
}
