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
    public async Task The_operators_page_finds_its_endpoints_behind_the_prefix_and_shows_what_they_tell()
    {
        const string Recipient = "+15005551400";
        var id = await _gateway.AcceptAsync(new { recipient = Recipient, body = "Your code is 5190" });
        await _gateway.DeadLetterAsync(id);
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(
            profile,
            new Uri(_gateway.Gateway.BaseAddress!, _gateway.OperatorsPage + "/")
        );
        var page = door.Page;

        await page.SeeAsync("#connection[data-state=healthy], #connection[data-state=degraded]");
        await door.EnterAsync(GatewayFixture.OperatorsKey);
        await page.SeeAsync("#admission");
        await page.ReadAsync("#flow .hint:text('on the store')", "Of one process on the store.");
        await page.SeeAsync("#flow svg[aria-label*='accepted at most']");
        await page.SeeAsync($"button[data-id='{id}']");
        await page["#message-search"].FillAsync(Recipient);
        await page.PressAsync("Enter");
        await page.ReadAsync("#messages tbody th", id);

        page.AssertUncomplaining();
    }
}
