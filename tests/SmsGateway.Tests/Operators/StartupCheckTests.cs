using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Configuration;
using SmsGateway.Encryption;
using SmsGateway.Operators;
using SmsGateway.Secrets;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

public sealed class StartupCheckTests
{
    private static readonly GatewayOptions Options = GatewayOptions.Read(
        Settings.Create(
            ("Gateway__Callers__second__Scheme", "StaticBearer"),
            ("Gateway__Callers__second__SigningSecretName", "second"),
            ("Secrets__second", "not looked at")
        )
    );

    private GatewayOptions _options = Options;
    private string[] _warnings = [];

    private readonly FakeLogCollector _log = new();
    private readonly FakeSecretStore _secrets = new FakeSecretStore()
        .With("auth0-signing", "a signing secret of more than 32 bytes")
        .With("second", "short")
        .With("twilio-token", "t");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_secret_is_read_before_the_first_request()
    {
        await StartAsync();

        Assert.Equal(["auth0-signing", "second", "twilio-token"], _secrets.Reads.Order());
    }

    [Fact]
    public async Task A_short_secret_is_warned_about_and_not_quoted()
    {
        await StartAsync();

        var warning = Assert.Single(_log.GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.StartsWith(
            "Gateway__Callers__second__SigningSecretName: the secret has 5 bytes;",
            warning.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Secrets_that_are_not_there_or_cannot_work_end_the_start_all_at_once()
    {
        _secrets.With("auth0-signing", "");
        _secrets.Failures["second"] = new SecretUnavailableException("Gateway__x: There is no such secret.")
        {
            Kind = SecretFailureKind.Missing,
        };
        _secrets.Failures["twilio-token"] = new SecretUnavailableException("Gateway__y: It is forbidden.")
        {
            Kind = SecretFailureKind.Forbidden,
        };

        var e = await Assert.ThrowsAsync<GatewayConfigurationException>(StartAsync);

        Assert.Equal(
            [
                "Gateway__Callers__auth0__SigningSecretName: the secret is empty",
                "Gateway__x: There is no such secret.",
                "Gateway__y: It is forbidden.",
            ],
            e.Errors.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Quotes_around_a_secret_are_warned_about_once_by_its_name()
    {
        _secrets.With("twilio-token", "'t o k e n'");

        await StartAsync();

        Assert.Equal(
            "Gateway__Carriers__twilio__AuthTokenSecretName: the secret twilio-token stands in quotes, which are taken as a part of it",
            Assert
                .Single(_log.GetSnapshot(), line => line.Message.Contains("twilio-token", StringComparison.Ordinal))
                .Message
        );
    }

    [Fact]
    public async Task What_the_settings_are_hardly_meant_to_be_is_told()
    {
        _warnings = ["Gateway__Carriers__twilio__From: is not set"];

        await StartAsync();

        Assert.Contains(
            _log.GetSnapshot(),
            line => line is { Level: LogLevel.Warning } && line.Message == _warnings[0]
        );
    }

    [Theory]
    [InlineData("a short one", "the key has 11 characters")]
    [InlineData("the bearer of the other caller", "Gateway__Callers__second__SigningSecretName")]
    public async Task An_operators_key_of_a_vault_is_checked_too(string key, string expected)
    {
        _options = _options with { OperatorsKeySecretName = "operators" };
        _secrets.With("second", "the bearer of the other caller").With("operators", key);

        var e = await Assert.ThrowsAsync<GatewayConfigurationException>(StartAsync);

        Assert.StartsWith("Gateway__Operators__KeySecretName: ", Assert.Single(e.Errors), StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a password", "the key must be 32 bytes in base64 or base64url")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQ==", "has 16")]
    public async Task A_key_that_is_none_ends_the_start(string key, string expected)
    {
        _options = _options with { Encryption = new EncryptionOptions { KeySecretName = "key" } };
        _secrets.With("key", key);

        var e = await Assert.ThrowsAsync<GatewayConfigurationException>(StartAsync);

        Assert.StartsWith("Gateway__Encryption__KeySecretName: ", Assert.Single(e.Errors), StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("second", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")]
    [InlineData("key", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")]
    // The same bytes.
    [InlineData("key", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE")]
    public async Task A_key_that_is_also_another_secret_ends_the_start(string name, string value)
    {
        _options = _options with { Encryption = new EncryptionOptions { KeySecretName = name } };
        _secrets.With("second", Codecs.Key(1)).With("key", value);

        var e = await Assert.ThrowsAsync<GatewayConfigurationException>(StartAsync);

        Assert.Equal(
            "Gateway__Encryption__KeySecretName: the key is also the secret that Gateway__Callers__second__SigningSecretName names; it must be one of its own",
            Assert.Single(e.Errors)
        );
    }

    [Fact]
    public async Task Two_settings_that_name_one_secret_are_told_of_though_it_cannot_be_read()
    {
        _options = _options with { Encryption = new EncryptionOptions { KeySecretName = "Second" } };
        _secrets.Failures["second"] = _secrets.Failures["Second"] = new SecretUnavailableException("away");

        var e = await Assert.ThrowsAsync<GatewayConfigurationException>(StartAsync);

        Assert.Contains("must be one of its own", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_key_is_read_with_the_others()
    {
        _options = _options with { Encryption = new EncryptionOptions { KeySecretName = "key" } };
        _secrets.With("key", Codecs.Key(1));

        await StartAsync();

        Assert.Contains("key", _secrets.Reads);
    }

    [Fact]
    public async Task Secrets_that_cannot_be_read_now_do_not()
    {
        _secrets.Failures["auth0-signing"] = _secrets.Failures["twilio-token"] = new SecretUnavailableException("away");

        await StartAsync();
    }

    [Fact]
    public async Task It_runs_in_the_functions_app_too()
    {
        var builder = AppInMemory.CreateBuilder(AppInMemory.Configuration);
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(new FakeLoggerProvider(_log)));
        using var host = builder.Build();

        await host.StartAsync(Stop);

        Assert.Contains(
            _log.GetSnapshot(),
            line =>
                line.Message.StartsWith(
                    "Gateway__Callers__auth0__SigningSecretName: the secret has",
                    StringComparison.Ordinal
                )
        );
        Assert.DoesNotContain(AppInMemory.Bearer, _log.Text, StringComparison.Ordinal);
        await host.StopAsync(Stop);
    }

    private Task StartAsync() =>
        new StartupCheck(
            _options.Callers,
            _options.Carriers,
            _options.SecretReferences(),
            _secrets,
            new ConfigurationWarnings(_warnings),
            _log.For<StartupCheck>()
        ).StartAsync(Stop);
}
