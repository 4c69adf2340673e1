using SmsGateway.Tests.Browser;
using SmsGateway.Tests.Host;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>
/// How the operators' page looks at its best and at its worst. In every state axe finds nothing, the page's policy stops nothing, and
/// a phone needs no scrolling sideways.
/// </summary>
[Collection(OperatorsPageCollection.Name)]
public sealed class OperatorsPageStatesTests(Chromium chromium, GatewayFixture gateway)
{
    private Uri Address => new(gateway.Gateway.BaseAddress!, gateway.OperatorsPage + "/");

    [Fact]
    public async Task The_door_and_all_is_well_by_day_by_night_and_on_a_phone()
    {
        await using var profile = await chromium.NewProfileAsync();
        await new MadeUpGateway().AnswerAsync(profile);
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        var page = door.Page;
        await page.AssertGoodAsync();

        await EnterAsync(door);
        await page.ReadAsync("#health", "All is well");
        await page.AssertGoodAsync();
        await page.UseDarkAsync();
        await page.AssertAccessibleAsync();
        await page.UsePhoneAsync();
        await page.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Everything_is_down_and_then_there_is_no_answer()
    {
        await using var profile = await chromium.NewProfileAsync();
        var made = new MadeUpGateway { IsDown = true, RefusesCaller = true };
        await made.AnswerAsync(profile);
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        var page = door.Page;
        await EnterAsync(door);

        await page.ReadAsync("#health", "Codes do not reach their people.");
        await page.ReadAsync("#flow", "48,231");
        await page.ReadAsync("#health", "plivo is switched off");
        await page.ReadAsync("#health", "1,312 tokens in a row made out as its were refused");
        Assert.Equal("(!) SMS gateway", await page.Tab.TitleAsync());
        await page.UseDarkAsync();
        await page.AssertGoodAsync();

        made.IsAway = true;
        // It asks every few seconds, and at once when somebody comes back to the tab.
        await page.Tab.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await page.ReadAsync("#connection", "No answer");
        await page.ReadAsync("#health", "This page has no news since");
        await page.AssertGoodAsync();
    }

    [Fact]
    public async Task Ten_thousand_dead_letters_are_loaded_grouped_and_turned()
    {
        await using var profile = await chromium.NewProfileAsync();
        await new MadeUpGateway { DeadLetters = 10_000 }.AnswerAsync(profile);
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        var page = door.Page;
        await EnterAsync(door);

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

    private static async Task EnterAsync(OperatorsDoor door)
    {
        await door.EnterAsync("a key that nobody checks");
        await door.Page.SeeAsync("#dead-letters tbody button");
    }
}
