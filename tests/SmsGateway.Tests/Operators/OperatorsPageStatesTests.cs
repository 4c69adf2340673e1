using Microsoft.Playwright;
using SmsGateway.Tests.Browser;
using SmsGateway.Tests.Host;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>
/// How the operators' page looks at its best and at its worst. In every state axe finds nothing, the page's policy stops nothing, and
/// a phone needs no scrolling sideways.
/// </summary>
public sealed class OperatorsPageStatesTests(Chromium chromium, GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private Uri Address => new(gateway.Gateway.BaseAddress!, gateway.OperatorsPage + "/");

    [Fact]
    public async Task The_door()
    {
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(profile, Address);

        await door.Page.AssertGoodAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, WatchedPage.Narrow)]
    public async Task All_is_well(ColorScheme colours, int width)
    {
        var page = await OpenAsync(new MadeUpGateway(), colours, width);

        await page.ReadAsync("#health", "All is well");
        await page.AssertGoodAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Everything_is_down(ColorScheme colours)
    {
        var page = await OpenAsync(new MadeUpGateway { IsDown = true }, colours);

        await page.ReadAsync("#health", "Codes do not reach their people.");
        await page.ReadAsync("#flow", "48,231");
        Assert.Equal("(!) SMS gateway", await page.Tab.TitleAsync());
        await page.AssertGoodAsync();
    }

    [Fact]
    public async Task The_gateway_does_not_answer()
    {
        var made = new MadeUpGateway();
        var page = await OpenAsync(made);

        made.IsAway = true;
        await page.ReadAsync("#connection", "No answer");

        await page.ReadAsync("#health", "This page has no news since");
        await page.AssertGoodAsync();
    }

    [Fact]
    public async Task Ten_thousand_dead_letters_are_loaded_grouped_and_turned()
    {
        var page = await OpenAsync(new MadeUpGateway { DeadLetters = 10_000 });

        await page["button:text-is('Load all')"].ClickAsync();
        await page.ReadAsync(".pager p", "1 to 50 of 10,000");
        await page["button:text-is('Older')"].ClickAsync();
        await page.ReadAsync(".pager p", "51 to 100 of 10,000");
        await page["#group-by"].SelectOptionAsync("carrier");
        await page[".groups button"].First.ClickAsync();

        await page.ReadAsync(".pager p", "1 to 50 of 5,000, 10,000 loaded");
        Assert.Equal(50, await page["#dead-letters tbody tr"].CountAsync());
        await page.AssertGoodAsync();
    }

    private async Task<WatchedPage> OpenAsync(
        MadeUpGateway made,
        ColorScheme colours = ColorScheme.Light,
        int width = 1280
    )
    {
        var profile = await chromium.NewProfileAsync(
            new()
            {
                ColorScheme = colours,
                ViewportSize = new() { Width = width, Height = 900 },
            }
        );
        await made.AnswerAsync(profile);
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        await door.EnterAsync("a key that nobody checks");
        await door.Page.SeeAsync("#dead-letters tbody button");
        return door.Page;
    }
}
