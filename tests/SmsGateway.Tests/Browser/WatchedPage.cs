using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace SmsGateway.Tests.Browser;

/// <summary>A tab, and all that it complained of.</summary>
internal sealed class WatchedPage
{
    /// <summary>CSS pixels of a small phone.</summary>
    public const int Narrow = 360;

    /// <summary>An answer that is no success is told by the browser itself, and is what some tests are about.</summary>
    private const string Answered = "Failed to load resource: ";

    private readonly ConcurrentQueue<string> _complaints = new();

    private WatchedPage(IPage tab)
    {
        Tab = tab;
        tab.Console += (_, line) =>
        {
            if (line.Type is "error" or "warning" && !line.Text.StartsWith(Answered, StringComparison.Ordinal))
            {
                _complaints.Enqueue($"{line.Type}: {line.Text}");
            }
        };
        tab.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Tab { get; }

    public ILocator this[string selector] => Tab.Locator(selector);

    public Task UseDarkAsync() => Tab.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

    public Task UsePhoneAsync() => Tab.SetViewportSizeAsync(Narrow, 740);

    public static async Task<WatchedPage> OpenAsync(IBrowserContext profile, Uri address)
    {
        var page = new WatchedPage(await profile.NewPageAsync());
        await page.Tab.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>Waits until it is there to be seen.</summary>
    public Task SeeAsync(string selector) => Tab.WaitForSelectorAsync(selector);

    /// <summary>Waits until an element has these words.</summary>
    public Task ReadAsync(string selector, string words) =>
        Assertions.Expect(Tab.Locator(selector).First).ToContainTextAsync(words);

    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Tab.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Goes on with the Tab key until the element has the focus, as somebody without a mouse does.</summary>
    public async Task TabToAsync(string selector)
    {
        const int Most = 60;
        for (var i = 0; i < Most; i++)
        {
            if (await HasFocusAsync(selector))
            {
                return;
            }

            await PressAsync("Tab");
        }

        Assert.Fail($"{Most} steps with the Tab key do not lead to {selector}.");
    }

    public Task<bool> HasFocusAsync(string selector) =>
        Tab.Locator(selector).First.EvaluateAsync<bool>("element => element === document.activeElement");

    /// <summary>Nobody is kept out, nothing is stopped by the page's policy, and a phone shows it without scrolling sideways.</summary>
    public async Task AssertGoodAsync()
    {
        await AssertAccessibleAsync();
        await AssertFitsPhoneAsync();
        AssertUncomplaining();
    }

    public async Task AssertAccessibleAsync()
    {
        var found = await Tab.RunAxe();
        Assert.Empty(
            found.Violations.Select(violation =>
                $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Select(node => node.Html))}"
            )
        );
        Assert.NotEmpty(found.Passes);
    }

    public async Task AssertFitsPhoneAsync()
    {
        var window = Tab.ViewportSize!;
        await Tab.SetViewportSizeAsync(Narrow, window.Height);
        Assert.Equal(Narrow, await Tab.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await Tab.SetViewportSizeAsync(window.Width, window.Height);
    }

    public void AssertUncomplaining() => Assert.Empty(_complaints);
}
