using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Callers;
using SmsGateway.Carriers.Http;
using SmsGateway.Host;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Secrets;

/// <summary>What an editor, <c>echo</c> or a portal leaves around a secret is no part of it, whatever the secret is for.</summary>
public sealed class StrippedSecretTests
{
    private const string Bearer = "a bearer with spaces inside";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Around =>
        new()
        {
            { "", "\n" },
            { "", "\r\n" },
            { "", "\n\n" },
            { "", " " },
            { "\t", "\t" },
            { "\uFEFF", "" },
            { " \uFEFF", "\uFEFF\n" },
            { "\u00A0", "\u2028" },
        };

    [Theory]
    [MemberData(nameof(Around))]
    public async Task A_caller_is_known_by_its_token(string before, string after)
    {
        var caller = new CallerOptions
        {
            Name = "auth0",
            SubjectSecretName = "subject",
            AudienceSecretName = "audience",
            SigningSecretName = "signing",
        };
        var secrets = Store(
            before,
            after,
            ("signing", TokenFactory.Secret),
            ("subject", TokenFactory.Subject),
            ("audience", TokenFactory.Audience)
        );

        var result = await CheckAsync(caller, secrets, TokenFactory.Create());

        Assert.IsType<CallerResult.Authenticated>(result);
    }

    [Theory]
    [MemberData(nameof(Around))]
    public async Task A_caller_is_known_by_its_static_bearer(string before, string after)
    {
        var caller = new CallerOptions
        {
            Name = "action",
            Scheme = CallerScheme.StaticBearer,
            SigningSecretName = "bearer",
        };

        var result = await CheckAsync(caller, Store(before, after, ("bearer", Bearer)), Bearer);

        Assert.IsType<CallerResult.Authenticated>(result);
    }

    [Theory]
    [MemberData(nameof(Around))]
    public async Task The_operators_key_opens(string before, string after)
    {
        var options = GatewayOptions.Read(
            Settings.Create(
                ("Gateway__Operators__KeySecretName", "operators"),
                ("Secrets__operators", "a key of the operators'")
            )
        );
        using var telemetry = new GatewayTelemetry();
        var time = TimeProvider.System;
        var key = new OperatorsKey(
            options,
            Store(before, after, ("operators", "a key of the operators'")),
            new OperatorTrail(telemetry, time, NullLogger<OperatorTrail>.Instance),
            time
        );

        Assert.NotNull((await key.CheckAsync("a key of the operators'", null, null, Stop)).Who);
    }

    [Theory]
    [MemberData(nameof(Around))]
    public async Task A_carrier_is_sent_the_bare_secret(string before, string after) =>
        Assert.Equal(
            "t o k e n",
            await CarrierSecrets.ReadAsync(Store(before, after, ("token", "t o k e n")), "token", Stop)
        );

    [Theory]
    [MemberData(nameof(Around))]
    public async Task The_previous_version_is_stripped_too(string before, string after)
    {
        var settings = Settings.Create(
            ("Secrets__name", before + "new" + after),
            ("Secrets__name__Previous", before + "old" + after)
        );

        var versions = await new ConfigurationSecretStore(settings, new SecretReferences([])).GetAsync("name", Stop);

        Assert.Equal(("new", "old"), (versions.Current.Reveal(), versions.Previous?.Reveal()));
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData(" \n")]
    public async Task Nothing_but_white_space_is_no_secret(string value)
    {
        var store = new ConfigurationSecretStore(Settings.Create(("Secrets__name", value)), new SecretReferences([]));

        await Assert.ThrowsAsync<SecretUnavailableException>(async () => await store.GetAsync("name", Stop));
    }

    [Theory]
    [InlineData("a b\nc")]
    [InlineData("\"quoted\"")]
    [InlineData("\u200Bzero width\u200B")]
    [InlineData("=trailing=")]
    public void Nothing_else_is_touched(string value) =>
        Assert.Equal(value, new SecretVersions(new Sensitive(value), null).Current.Reveal());

    private static ValueTask<CallerResult> CheckAsync(CallerOptions caller, ISecretStore secrets, string token) =>
        new CallerAuthenticator(
            new CallerWatch([caller], TimeProvider.System),
            secrets,
            new FakeTimeProvider(Samples.Start)
        ).CheckAsync([TokenFactory.Bearer(token)], Stop);

    private static ConfigurationSecretStore Store(
        string before,
        string after,
        params IEnumerable<(string Name, string Value)> secrets
    ) =>
        new(
            Settings.Create(
                secrets.Select(secret => ($"Secrets__{secret.Name}", (string?)(before + secret.Value + after)))
            ),
            new SecretReferences([])
        );
}
