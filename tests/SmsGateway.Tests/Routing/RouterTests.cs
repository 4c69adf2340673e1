using SmsGateway.Messages;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Routing;

public sealed class RouterTests : IDisposable
{
    private readonly Gateway _gateway = new(
        options =>
            options with
            {
                Callers =
                [
                    Authentication.CreateCaller(),
                    Authentication.CreateCaller("fixed") with
                    {
                        Carriers = ["three", "ONE"],
                    },
                ],
                Routing = new RoutingOptions
                {
                    Default = ["one", "two", "three"],
                    Prefixes = [new("+614", ["three"]), new("+61", ["two", "one"]), new("+4", ["two"])],
                },
            },
        new FakeCarrier("one"),
        new FakeCarrier("two"),
        new FakeCarrier("three") { Channels = [Channel.Sms] }
    );

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData("auth0", "+15005550006", "one,two,three")]
    [InlineData("auth0", "+61255550006", "two,one")]
    [InlineData("auth0", "+61455550006", "three")]
    [InlineData("auth0", "+442079460000", "two")]
    [InlineData("auth0", "+16145550006", "one,two,three")]
    [InlineData("fixed", "+61455550006", "three,one")]
    [InlineData("FIXED", "+15005550006", "three,one")]
    [InlineData("removed since", "+15005550006", "one,two,three")]
    [InlineData("", "+61255550006", "two,one")]
    public void Chooses_by_caller_then_longest_prefix_then_default(string caller, string recipient, string route) =>
        Assert.Equal(route, Route(caller, recipient, Channel.Sms));

    [Theory]
    [InlineData("auth0", "+15005550006", "one,two")]
    [InlineData("auth0", "+61455550006", "")]
    [InlineData("fixed", "+15005550006", "one")]
    public void Leaves_out_carriers_that_cannot_do_the_channel(string caller, string recipient, string route) =>
        Assert.Equal(route, Route(caller, recipient, Channel.Voice));

    [Theory]
    // The longest prefix that fits: longer than the calling code, before the region.
    [InlineData("+61491570156", "+6149,+61,AU", "+6149")]
    [InlineData("+61491570156", "+614,AU", "+614")]
    [InlineData("+15005550006", "+1500,US", "+1500")]
    [InlineData("+16845550006", "+1684,+1,AS,US", "+1684")]
    [InlineData("+442079460000", "+442,GB", "+442")]
    // The calling code and what is shorter, behind it.
    [InlineData("+61291570156", "+6149,+61,AU", "AU")]
    [InlineData("+61291570156", "+61,AU", "AU")]
    [InlineData("+15005550006", "+1,US", "US")]
    [InlineData("+35312345678", "+353,+3,IE", "IE")]
    [InlineData("+442079460000", "+4,GB", "GB")]
    // Regions that share a calling code are told apart by the whole number.
    [InlineData("+14165550123", "+1,US", "+1")]
    [InlineData("+14165550123", "+1,US,CA", "CA")]
    [InlineData("+18765550123", "US,CA,JM", "JM")]
    [InlineData("+447700300123", "GB,JE", "JE")]
    [InlineData("+447700900123", "GB,JE", "GB")]
    [InlineData("+77011234567", "+7,RU,KZ", "KZ")]
    [InlineData("+390698000000", "IT,VA", "IT")]
    // No region: as before.
    [InlineData("+80012345678", "AU", "default")]
    [InlineData("+80012345678", "+800,AU", "+800")]
    [InlineData("+33612345678", "AU,+61", "default")]
    [InlineData("+33612345678", "+33,AU", "+33")]
    public void The_most_specific_of_prefix_and_region_wins(string recipient, string routes, string expected)
    {
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<RouteEntry>>> all =
        [
            .. routes.Split(',').Select(name => KeyValuePair.Create(name, (IReadOnlyList<RouteEntry>)[name])),
        ];
        using var gateway = new Gateway(
            options =>
                options with
                {
                    Routing = new RoutingOptions
                    {
                        Default = ["default"],
                        Prefixes =
                        [
                            .. all.Where(route => route.Key is ['+', ..]).OrderByDescending(route => route.Key.Length),
                        ],
                        Regions = all.Where(route => route.Key is not ['+', ..]).ToDictionary(),
                    },
                },
            [.. routes.Split(',').Append("default").Select(name => new FakeCarrier(name))]
        );

        Assert.Equal(expected, Route(gateway, "auth0", recipient, Channel.Sms));
    }

    [Theory]
    [InlineData(0.69, Channel.Sms, "one,two,three")]
    [InlineData(0.7, Channel.Sms, "two,one,three")]
    [InlineData(0.7, Channel.Voice, "two,three")]
    [InlineData(0.69, Channel.Voice, "two,three")]
    public void A_route_with_weights_is_drawn(double random, Channel channel, string expected)
    {
        using var gateway = Weighted();
        gateway.Random = random;
        Assert.Equal(expected, Route(gateway, "auth0", "+15005550006", channel));
    }

    [Theory]
    [InlineData("+15005550006")]
    [InlineData("+61491570156")]
    [InlineData("+442079460000")]
    public void Every_kind_of_route_may_have_weights(string recipient)
    {
        using var gateway = Weighted();
        gateway.Random = 0.7;
        Assert.Equal("two,one,three", Route(gateway, "auth0", recipient, Channel.Sms));
        Assert.Equal("two,one,three", Route(gateway, "own", recipient, Channel.Sms));
        Assert.Equal("one,two,three", Route(gateway, "plain", recipient, Channel.Sms));
    }

    [Fact]
    public void Chance_is_asked_neither_at_acceptance_nor_for_a_route_without_weights()
    {
        using var gateway = Weighted();
        gateway.Random = double.NaN;
        var router = new Router(
            gateway.Options.Routes(),
            gateway.Carriers,
            () => throw new InvalidOperationException("Nobody may ask.")
        );

        Assert.True(router.Offer("auth0", Samples.CreateMessage()).CanSend);
        Assert.Equal(3, router.Route("plain", Samples.CreateMessage()).Length);
        Assert.Throws<InvalidOperationException>(() => router.Route("auth0", Samples.CreateMessage()));
    }

    /// <summary>Of ten messages seven go to the first and three to the second; the third is for when both fail.</summary>
    private static Gateway Weighted()
    {
        IReadOnlyList<RouteEntry> route = [new("one", 70), new("two", 30), new("three", 0)];
        return new Gateway(
            options =>
                options with
                {
                    Callers =
                    [
                        Authentication.CreateCaller(),
                        Authentication.CreateCaller("own") with
                        {
                            Carriers = route,
                        },
                        Authentication.CreateCaller("plain") with
                        {
                            Carriers = ["one", "two", "three"],
                        },
                    ],
                    Routing = new RoutingOptions
                    {
                        Default = route,
                        Prefixes = [KeyValuePair.Create("+44", route)],
                        Regions = new Dictionary<string, IReadOnlyList<RouteEntry>> { ["AU"] = route },
                    },
                },
            new FakeCarrier("one") { Channels = [Channel.Sms] },
            new FakeCarrier("two"),
            new FakeCarrier("three")
        );
    }

    private string Route(string caller, string recipient, Channel channel) =>
        Route(_gateway, caller, recipient, channel);

    private static string Route(Gateway gateway, string caller, string recipient, Channel channel) =>
        string.Join(
            ',',
            gateway
                .Router.Route(caller, Samples.CreateMessage(recipient, channel: channel))
                .Select(carrier => carrier.Name)
        );
}
