using Microsoft.Playwright;
using SmsGateway.Tests.Browser;
using Xunit;

namespace SmsGateway.Tests.Simulator;

/// <summary>The inbox as somebody has it who tries a gateway out.</summary>
public sealed class InboxInBrowserTests(Chromium chromium)
{
    private const string TwiceTried = "019aa3b06e2a7c3e8f00000000000001";

    [Fact]
    public async Task The_attempts_of_a_message_are_one_row_that_unfolds()
    {
        await using var simulator = await FilledAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await OpenAsync(profile, simulator);

        await Assertions.Expect(page[".row"]).ToHaveCountAsync(3);
        var row = page[$".row[data-key='{TwiceTried}']"];
        await Assertions.Expect(row.Locator(".attempts")).ToBeHiddenAsync();
        await row.Locator(".fold").ClickAsync();

        await Assertions.Expect(row.Locator(".attempts li")).ToHaveCountAsync(2);
        await Assertions.Expect(row.Locator(".attempts")).ToBeVisibleAsync();
        page.AssertUncomplaining();
    }

    [Fact]
    public async Task A_search_and_a_filter_leave_what_matches_and_stand_in_the_address()
    {
        await using var simulator = await FilledAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await OpenAsync(profile, simulator);

        await page.PressAsync("/");
        await page.Tab.Keyboard.TypeAsync("7788");
        await Assertions.Expect(page[".row"]).ToHaveCountAsync(1);
        await page.ReadAsync("#found", "1 message found");
        await page.Tab.ReloadAsync();
        await Assertions.Expect(page[".row"]).ToHaveCountAsync(1);
        await page["#search"].FocusAsync();
        await page.PressAsync("Escape");
        await page["#filter-carrier"].SelectOptionAsync("8x8");

        await Assertions.Expect(page[".row"]).ToHaveCountAsync(2);
        Assert.EndsWith("/?carrier=8x8", page.Tab.Url, StringComparison.Ordinal);
        await page["#filter-outcome"].SelectOptionAsync("throttled");
        await page.SeeAsync("#empty");
    }

    [Fact]
    public async Task A_message_is_opened_and_its_code_copied_by_keys()
    {
        await using var simulator = await FilledAsync();
        await using var profile = await chromium.NewProfileAsync();
        await profile.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await OpenAsync(profile, simulator);
        await Assertions.Expect(page[".row"]).ToHaveCountAsync(3);

        await page.PressAsync("j", "j", "Enter");
        await page.SeeAsync("#detail");
        await page.ReadAsync("#detail-body", "7788");
        await page.PressAsync("c");
        await page.ReadAsync("#toast", "7788");

        Assert.Equal("7788", await page.Tab.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await page.PressAsync("Escape");
        await Assertions.Expect(page["#detail"]).ToBeHiddenAsync();
        // Where it was opened from.
        Assert.True(await page.Tab.EvaluateAsync<bool>("() => document.activeElement.matches('.row .open')"));
        page.AssertUncomplaining();
    }

    [Fact]
    public async Task Clear_asks_before_it_forgets()
    {
        await using var simulator = await FilledAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await OpenAsync(profile, simulator);

        await page["#clear"].ClickAsync();
        await page.SeeAsync("#question[open]");
        await page.AssertGoodAsync();
        await page["#question-no"].ClickAsync();
        await Assertions.Expect(page[".row"]).ToHaveCountAsync(3);
        await page["#clear"].ClickAsync();
        await page["#question-yes"].ClickAsync();

        await page.SeeAsync("#empty");
        await Assertions.Expect(page[".row"]).ToHaveCountAsync(0);
        page.AssertUncomplaining();
    }

    [Fact]
    public async Task List_and_message_keep_nobody_out_by_day_by_night_and_on_a_phone()
    {
        await using var simulator = await FilledAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await OpenAsync(profile, simulator);

        await page.SeeAsync(".row");
        await page.AssertGoodAsync();
        await page.UseDarkAsync();
        await page[".row .open"].First.ClickAsync();
        await page.SeeAsync("#detail");
        await page.AssertGoodAsync();
        await page.UsePhoneAsync();
        await page.AssertAccessibleAsync();
    }

    private static async Task<WatchedPage> OpenAsync(IBrowserContext profile, RunningSimulator simulator)
    {
        var page = await WatchedPage.OpenAsync(profile, simulator.Address);
        await page.SeeAsync("#connection[data-state=live]");
        return page;
    }

    /// <summary>Three messages, the oldest of which one carrier did not take.</summary>
    private static async Task<RunningSimulator> FilledAsync()
    {
        var simulator = await RunningSimulator.StartAsync();
        await simulator.SetOutageAsync("twilio", "down");
        await SendAsync("twilio", "+61491570156", "Your code is 482913", TwiceTried);
        await simulator.SetOutageAsync("twilio", "none");
        await SendAsync("8x8", "+61491570156", "Your code is 482913", TwiceTried);
        await SendAsync("8x8", "+61491570157", "Your code is 7788", null);
        await SendAsync("twilio", "+15005550100", "Ihr Code ist 334455, <b>nur</b> heute", null);
        return simulator;

        async Task SendAsync(string carrier, string recipient, string body, string? id)
        {
            using var _ = await simulator.SendAsync(carrier, recipient, body, id);
        }
    }
}
