using Microsoft.Playwright;
using SmsGateway.Tests.Browser;
using SmsGateway.Tests.Host;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>The operators' page as an operator has it, at a whole gateway.</summary>
public sealed class OperatorsPageInBrowserTests(Chromium chromium, GatewayFixture gateway)
    : IClassFixture<GatewayFixture>
{
    private Uri Address => new(gateway.Gateway.BaseAddress!, gateway.OperatorsPage + "/");

    [Fact]
    public async Task The_key_is_asked_for_once_and_stays_in_its_tab()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await OperatorsDoor.OpenAsync(profile, Address);
        await page.TryAsync("not-the-key");
        await page.Page.ReadAsync("#sign-in .fault", "The gateway does not know this key.");

        await page.EnterAsync(GatewayFixture.OperatorsKey);
        await page.Page.Tab.ReloadAsync();
        await page.Page.SeeAsync("#dead-letters");

        Assert.Equal(Address.ToString(), page.Page.Tab.Url);
        Assert.Empty(await profile.CookiesAsync());
        Assert.Equal(0, await page.Page.Tab.EvaluateAsync<int>("() => localStorage.length"));
        var other = await OperatorsDoor.OpenAsync(profile, Address);
        await other.Page.SeeAsync("#sign-in");
        Assert.False(await other.Page["#dead-letters"].IsVisibleAsync());
        page.Page.AssertUncomplaining();
    }

    [Fact]
    public async Task Forgetting_the_key_shuts_what_it_opened()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await OperatorsDoor.OpenAsync(profile, Address);
        await page.EnterAsync(GatewayFixture.OperatorsKey);

        await page.Page["#leave"].ClickAsync();

        await page.Page.SeeAsync("#sign-in");
        Assert.False(await page.Page["#dead-letters"].IsVisibleAsync());
        Assert.Equal(0, await page.Page.Tab.EvaluateAsync<int>("() => sessionStorage.length"));
    }

    [Fact]
    public async Task A_dead_letter_is_revealed_and_replayed_with_the_keyboard_alone()
    {
        const string Recipient = "+15005551400";
        var id = await gateway.AcceptAsync(new { recipient = Recipient, body = "Your code is 5190" });
        await gateway.DeadLetterAsync(id);
        await using var profile = await chromium.NewProfileAsync();
        var page = (await OperatorsDoor.OpenAsync(profile, Address)).Page;

        await page.TabToAsync("#key");
        await page.Tab.Keyboard.TypeAsync(GatewayFixture.OperatorsKey);
        await page.PressAsync("Enter");
        await page.SeeAsync($"button[data-id='{id}']");
        await page.TabToAsync($"button[data-id='{id}']");
        await page.PressAsync("Enter");
        await page.SeeAsync("dialog[open]");
        Assert.DoesNotContain("5190", await page["dialog"].InnerTextAsync(), StringComparison.Ordinal);
        await page.TabToAsync("dialog button:text-is('Reveal text and number')");
        await page.PressAsync("Enter");
        await page.ReadAsync("dialog", "Your code is 5190");
        await page.ReadAsync("dialog", Recipient);
        await page.AssertGoodAsync();
        await page.TabToAsync("dialog button:text-is('Replay')");
        await page.PressAsync("Enter");

        await page.ReadAsync("#announcer", "It is in the queue again");
        // The carrier rejects it again: a second attempt has been made.
        await page.ReadAsync($"tr[data-key='{id}']", "Rejected");
        var text = await page.Tab.EvaluateAsync<string>("() => document.activeElement.id");
        Assert.Equal("dead-letters", text);
    }

    [Fact]
    public async Task A_message_is_looked_up_by_its_id()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+15005551400", body = "Your code is 1" });
        await gateway.DeadLetterAsync(id);
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        await door.EnterAsync(GatewayFixture.OperatorsKey);
        var page = door.Page;

        await page["#message-id"].FillAsync(id);
        await page.PressAsync("Enter");
        await page.ReadAsync("#messages [role=status]", "Given up");
        await page["#message-id"].FillAsync("nowhere");
        await page.PressAsync("Enter");
        await page.SeeAsync("#messages .fault:not([hidden])");

        Assert.Equal("", await page["#messages [role=status]"].InnerTextAsync());
        await page.AssertGoodAsync();
    }
}
