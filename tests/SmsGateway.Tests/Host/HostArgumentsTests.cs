using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class HostArgumentsTests
{
    [Theory]
    [InlineData("--urls", "http://127.0.0.1:7171")]
    [InlineData("--urls=http://127.0.0.1:7171")]
    [InlineData("--Gateway:Routing:Prefixes:+61:0=twilio", "--gateway:delivery:timetolive=00:01:00")]
    [InlineData("--Store:Path", "/data", "--Secrets:a=b=c", "--KeyVault:Uri=x", "--Logging:LogLevel:Default=Debug")]
    [InlineData("--environment", "Development", "--contentRoot=/etc/sms")]
    public void Settings_are_taken(params string[] arguments) => Assert.Empty(HostArguments.Mistakes(arguments));

    [Theory]
    [InlineData("--port", "--urls http://127.0.0.1:<port>", "--port", "7171")]
    [InlineData("--port", "--urls http://127.0.0.1:<port>", "--port=7171")]
    [InlineData("--host", "--urls", "--host", "0.0.0.0")]
    [InlineData("--url", "did you mean --urls?", "--url=http://127.0.0.1:7171")]
    [InlineData("--Urls:0", "did you mean --urls?", "--Urls:0=x")]
    [InlineData("--Gatway:Delivery:TimeToLive", "did you mean --Gateway:...?", "--Gatway:Delivery:TimeToLive=00:01:00")]
    [InlineData("--Gateway", "did you mean --Gateway:...?", "--Gateway=x")]
    [InlineData(
        "--Gateway__Delivery__TimeToLive",
        "--Gateway:Delivery:TimeToLive here",
        "--Gateway__Delivery__TimeToLive=1"
    )]
    [InlineData("--frobnicate", "--help", "--frobnicate")]
    [InlineData("--urls", "has no value", "--urls")]
    [InlineData("--urls", "has no value", "--urls", "--Store:Path=x")]
    [InlineData("-p", "--help", "-p=80")]
    [InlineData("Argument 1", "has no name", "7171")]
    [InlineData("Argument 1", "has no name", "urls=http://127.0.0.1:7171")]
    public void Any_other_argument_is_refused_by_its_name_with_the_right_one(
        string name,
        string hint,
        params string[] arguments
    )
    {
        var mistake = Assert.Single(HostArguments.Mistakes(arguments));

        Assert.StartsWith(name + ": ", mistake, StringComparison.Ordinal);
        Assert.Contains(hint, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_argument_is_told_at_once_and_no_value()
    {
        var mistakes = HostArguments.Mistakes(["--port", "Pa55word", "Pa55word", "--Secret:x=Pa55word"]);

        Assert.Equal(3, mistakes.Count);
        Assert.DoesNotContain("Pa55word", string.Concat(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_Host_looks_at_them_before_anything_else() =>
        Assert.Equal(
            ["--port"],
            MixedMistakes.KeysOf(Assert.Throws<GatewayConfigurationException>(() => HostApp.Create(["--port", "7171"])))
        );

    [Theory]
    [InlineData("http://127.0.0.1:7171")]
    [InlineData("http://*:80;http://[::1]:7171")]
    [InlineData("http://localhost:0/")]
    [InlineData("http://unix:/run/sms-gateway.sock")]
    public void An_address_is_taken(string urls) => Assert.Empty(HostAddresses.Mistakes(urls));

    [Theory]
    [InlineData("127.0.0.1:7171")]
    [InlineData("localhost:7171")]
    [InlineData("7171")]
    [InlineData(":7171")]
    [InlineData("http:/127.0.0.1:7171")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:7171/base")]
    [InlineData("https://127.0.0.1:7171")]
    [InlineData("tcp://127.0.0.1:7171")]
    [InlineData("http://127.0.0.1:7171;7172")]
    public void What_is_no_address_is_told_with_all_other_mistakes(string urls) =>
        Assert.StartsWith("--urls: ", Assert.Single(HostAddresses.Mistakes(urls)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--Logging:LogLevel:Default=Loud", "Logging__LogLevel__Default")]
    [InlineData("--Logging:Console:LogLevel:SmsGateway=x", "Logging__Console__LogLevel__SmsGateway")]
    [InlineData("--urls=127.0.0.1:7171", "--urls")]
    public void What_the_framework_would_stumble_over_is_among_the_mistakes(string argument, string key) =>
        Assert.Contains(
            key,
            MixedMistakes.KeysOf(Assert.Throws<GatewayConfigurationException>(() => HostApp.Create([argument])))
        );

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "00000000-0000-0000-0000-000000000001")]
    public void So_is_an_address_of_telemetry(string key, string value) =>
        Assert.Contains(
            key,
            MixedMistakes.KeysOf(
                Assert.Throws<GatewayConfigurationException>(() =>
                    HostApp.Create([], builder => builder.Configuration[key] = value)
                )
            )
        );
}
