using SmsGateway.Tests.Browser;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;
using static System.StringComparison;

namespace SmsGateway.Tests.Operators;

/// <summary>The operators' page as an operator has it, at a whole gateway.</summary>
[Collection(OperatorsPageCollection.Name)]
public sealed class OperatorsPageInBrowserTests(Chromium chromium, GatewayFixture gateway)
{
    private Uri Address => new(gateway.Gateway.BaseAddress!, gateway.OperatorsPage + "/");

    [Fact]
    public async Task The_key_is_asked_for_once_stays_in_its_tab_and_is_forgotten_when_told()
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
        await page.Page["#leave"].ClickAsync();
        await page.Page.SeeAsync("#sign-in");
        Assert.False(await page.Page["#dead-letters"].IsVisibleAsync());
        Assert.Equal(0, await page.Page.Tab.EvaluateAsync<int>("() => sessionStorage.length"));
        page.Page.AssertUncomplaining();
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
        Assert.DoesNotContain("5190", await page["dialog"].InnerTextAsync(), Ordinal);
        await page.TabToAsync("dialog button:text-is('Reveal text and number')");
        await page.PressAsync("Enter");
        await page.ReadAsync("dialog", "Your code is 5190");
        await page.ReadAsync("dialog", Recipient);
        await page.AssertGoodAsync();
        await page.TabToAsync("dialog button:text-is('Replay')");
        await page.PressAsync("Enter");

        await page.ReadAsync("#announcer", "It is in the queue again");
        Assert.True(await page.HasFocusAsync("#dead-letters"));
        await gateway.Log.WaitForAsync(line => line.Message.StartsWith($"Attempt 1 of {id} ", Ordinal), count: 2);
    }

    [Fact]
    public async Task A_carrier_is_switched_off_and_on_with_the_keyboard_alone()
    {
        const string Off = "button[aria-label='Switch off 8x8']";
        const string On = "button[aria-label='Switch on 8x8']";
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        var page = door.Page;
        await page.SeeAsync("#carriers tbody th");
        Assert.Equal(0, await page["#carriers button"].CountAsync());
        await door.EnterAsync(GatewayFixture.OperatorsKey);

        await page[Off].FocusAsync();
        await page.PressAsync("Enter");
        await page.ReadAsync("dialog", "No other carrier is left on the route +65: its messages wait");
        await page.AssertGoodAsync();
        await page.TabToAsync("#off-reason");
        await page.Tab.Keyboard.TypeAsync("it loses texts");
        await page.PressAsync("Enter");

        await page.ReadAsync("#health", "Route +65 delivers nothing");
        await page.ReadAsync("#carriers tr[data-key='8x8']", "Why: it loses texts");
        await page.ReadAsync("#lists", "it loses texts");
        await page.AssertGoodAsync();
        await page.SeeAsync(On);
        Assert.True(await page.HasFocusAsync(On));
        await page.PressAsync("Enter");
        await page.TabToAsync("dialog button:text-is('Switch on')");
        await page.PressAsync("Enter");

        await page.SeeAsync(Off);
        page.AssertUncomplaining();
    }

    [Fact]
    public async Task Whether_a_number_would_be_sent_to_is_told_with_the_rule_that_decides()
    {
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(profile, Address);
        await door.EnterAsync(GatewayFixture.OperatorsKey);
        var page = door.Page;

        await page["#trial-recipient"].FillAsync("+33612345678");
        await page.PressAsync("Enter");
        await page.ReadAsync("#admission .verdict", "Refused Region not allowed.");
        await page.ReadAsync("#admission .verdict", "+33612345678: Mobile of FR, whoever the caller is.");
        await page["#trial-recipient"].FillAsync("+61491570156");
        await page["#trial-caller"].FillAsync("auth0");
        await page["#trial-ip"].FillAsync("203.0.113.7");
        await page.PressAsync("Enter");
        await page.ReadAsync("#admission .verdict", "Sent No rule is against it.");
        await page.AssertGoodAsync();
        await page["#trial-caller"].FillAsync("nobody");
        await page.PressAsync("Enter");

        await page.ReadAsync("#admission [role=status]", "there is no caller 'nobody'");
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

        await page["#message-search"].FillAsync(id);
        await page.PressAsync("Enter");
        await page.ReadAsync("#messages [role=status]", "1 message.");
        await page.ReadAsync("#messages tbody th", id);
        await page["#message-search"].FillAsync("nowhere");
        await page.PressAsync("Enter");
        await page.SeeAsync("#messages .fault:not([hidden])");

        Assert.Equal("", await page["#messages [role=status]"].InnerTextAsync());
        page.AssertUncomplaining();
    }
}
