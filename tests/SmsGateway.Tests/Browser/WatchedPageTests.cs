using SmsGateway.Tests.Host;
using SmsGateway.Tests.Operators;
using Xunit;
using Xunit.Sdk;

namespace SmsGateway.Tests.Browser;

/// <summary>What the tests in the browser look for is found when it is there.</summary>
[Collection(OperatorsPageCollection.Name)]
public sealed class WatchedPageTests(Chromium chromium, GatewayFixture gateway)
{
    [Fact]
    public async Task A_field_without_a_label_what_the_policy_stops_and_what_a_phone_has_no_room_for_are_found()
    {
        await using var profile = await chromium.NewProfileAsync();
        var door = await OperatorsDoor.OpenAsync(
            profile,
            new Uri(gateway.Gateway.BaseAddress!, gateway.OperatorsPage + "/")
        );
        var page = door.Page;
        await page.Tab.EvaluateAsync("() => document.querySelector('label').remove()");
        await Assert.ThrowsAsync<EmptyException>(page.AssertAccessibleAsync);
        await page.Tab.EvaluateAsync("() => document.querySelector('main').style.minWidth = '361px'");
        await Assert.ThrowsAsync<EqualException>(page.AssertFitsPhoneAsync);
        page.AssertUncomplaining();
        await page.Tab.EvaluateAsync("() => document.body.setAttribute('style', 'color: red')");
        Assert.Throws<EmptyException>(page.AssertUncomplaining);
    }
}
