using SmsGateway.Carriers.Vonage;
using SmsGateway.Configuration;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Vonage;

public sealed class VonageOptionsTests
{
    private const string Id = "78d335fa-323d-0114-9c3d-d6f0d48968cf";
    private const string Own = "Gateway__Carriers__vonage__";

    [Theory]
    [InlineData(
        "",
        "ApplicationId: is required with PrivateKeySecretName (or ApiKeySecretName with ApiSecretSecretName)"
    )]
    [InlineData("ApiKeySecretName=k", "ApiSecretSecretName: is required with ApiKeySecretName")]
    [InlineData("ApiSecretSecretName=s", "ApiKeySecretName: is required with ApiSecretSecretName")]
    [InlineData("ApplicationId=" + Id, "PrivateKeySecretName: is required with ApplicationId")]
    [InlineData("PrivateKeySecretName=p", "ApplicationId: is required with PrivateKeySecretName")]
    [InlineData("ApplicationId=key-4711;PrivateKeySecretName=p", "ApplicationId: must be a UUID")]
    [InlineData(
        "ApiKeySecretName=k;ApiSecretSecretName=s;ApplicationId=" + Id + ";PrivateKeySecretName=p",
        "ApplicationId: and the API key exclude each other: an application sends texts, too"
    )]
    [InlineData(
        "ApiKeySecretName=k;PrivateKeySecretName=p",
        "PrivateKeySecretName: and the API key exclude each other: an application sends texts, too"
    )]
    [InlineData(
        "ApiKeySecretName=k;ApiSecretSecretName=k",
        "ApiSecretSecretName: names the same secret as ApiKeySecretName"
    )]
    [InlineData("ApiKeySecretName=k;ApiSecretSecretName=s;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData(
        "ApiKeySecretName=k;ApiSecretSecretName=s;PrivateKey=x",
        "PrivateKey: is not a known setting; known are AlwaysUseFrom, ApiKeySecretName, ApiSecretSecretName, ApplicationId, BaseAddress, From, Kind, MaxConcurrency, MaxPerSecond, PrivateKeySecretName, Senders"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("Vonage", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Fact]
    public void An_api_key_is_enough()
    {
        var (options, errors) = OptionsText.Read("vonage", "ApiKeySecretName=k;ApiSecretSecretName=s");
        Assert.Empty(errors);
        Assert.Equal(
            new VonageOptions("main", new Uri("https://api.nexmo.com/"), null, false, "k", "s", null, null),
            options
        );
    }

    [Fact]
    public void So_is_an_application()
    {
        var (options, errors) = OptionsText.Read(
            "Vonage",
            $"ApplicationId={Id};PrivateKeySecretName=p;BaseAddress=https://api-eu.vonage.com"
        );
        Assert.Empty(errors);
        Assert.Equal(
            new VonageOptions("main", new Uri("https://api-eu.vonage.com/"), null, false, null, null, Id, "p"),
            options
        );
    }

    [Fact]
    public void A_private_key_that_is_none_stops_the_start()
    {
        var exception = Assert.Throws<GatewayConfigurationException>(() => Read("no key at all"));
        Assert.Equal([Own + "PrivateKeySecretName: the secret is no RSA private key in PEM form"], exception.Errors);
        Read(RsaKey.Pem.Replace("\n", "\\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kéy")]
    [InlineData("two\nlines")]
    [InlineData("tab\there")]
    public void A_secret_that_no_header_holds_stops_the_start(string secret)
    {
        var errors = new List<string>();
        GatewayOptions.Read(
            Settings.Create(
                (Own + "Kind", "Vonage"),
                (Own + "ApiKeySecretName", "vonage-key"),
                (Own + "ApiSecretSecretName", "vonage-secret"),
                ("Secrets__vonage-key", "0123abcd"),
                ("Secrets__vonage-secret", secret),
                ("Gateway__Routing__Default__0", "vonage")
            ),
            errors
        );
        Assert.Equal(
            [Own + "ApiSecretSecretName: the secret is empty or holds characters that no carrier's key has"],
            errors
        );
    }

    [Fact]
    public void A_carrier_without_a_sender_is_told() =>
        Assert.Contains(
            Own + "From: is not set: Vonage takes no text that has no sender of its own",
            Read(RsaKey.Pem).Warnings
        );

    private static GatewayOptions Read(string privateKey) =>
        GatewayOptions.Read(
            Settings.Create(
                (Own + "Kind", "Vonage"),
                (Own + "ApplicationId", Id),
                (Own + "PrivateKeySecretName", "vonage-private-key"),
                ("Secrets__vonage-private-key", privateKey),
                ("Gateway__Routing__Default__0", "twilio"),
                ("Gateway__Routing__Default__1", "vonage")
            )
        );
}
