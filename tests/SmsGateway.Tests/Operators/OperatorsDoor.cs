using Microsoft.Playwright;
using SmsGateway.Tests.Browser;

namespace SmsGateway.Tests.Operators;

/// <summary>The operators' page in a tab, and its way in.</summary>
internal sealed record OperatorsDoor(WatchedPage Page)
{
    public static async Task<OperatorsDoor> OpenAsync(IBrowserContext profile, Uri address)
    {
        var page = await WatchedPage.OpenAsync(profile, address);
        // The first answer of the gateway is there.
        await page.SeeAsync("#connection:not([data-state=calm])");
        return new(page);
    }

    public async Task TryAsync(string key)
    {
        await Page["#key"].FillAsync(key);
        await Page["#sign-in button"].ClickAsync();
    }

    public async Task EnterAsync(string key)
    {
        await TryAsync(key);
        await Page.SeeAsync("#dead-letters");
    }
}
