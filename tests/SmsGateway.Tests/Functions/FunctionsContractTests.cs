using SmsGateway.Tests.Browser;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Operators;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>What the Host passes, on the app's real worker.</summary>
[StartsProgram]
public sealed class FunctionsContractTests(FunctionsGatewayFixture gateway, Chromium chromium)
    : HttpContract(gateway),
        IClassFixture<FunctionsGatewayFixture>
{
    private readonly FunctionsGatewayFixture _gateway = gateway;

    [Fact]
    public async Task The_operators_page_finds_its_endpoints_behind_the_prefix()
    {
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(
            profile,
            new Uri(_gateway.Gateway.BaseAddress!, _gateway.OperatorsPage + "/")
        );

        await door.Page.SeeAsync("#connection[data-state=healthy], #connection[data-state=degraded]");
        await door.EnterAsync(GatewayFixture.OperatorsKey);
        await door.Page.SeeAsync("#admission");

        door.Page.AssertUncomplaining();
    }
}
