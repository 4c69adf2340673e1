using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Carriers;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Routing;

public sealed class RouteHealthTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Refused = new SendOutcome.Refused("20003", "credentials refused");

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly Gateway _gateway;

    public RouteHealthTests() => _gateway = new Gateway(_one, _two);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_route_that_goes_down_is_one_line_and_so_is_its_return()
    {
        for (var i = 0; i < 2 * CarrierHealth.Threshold; i++)
        {
            _one.Then(Refused);
            _two.Then(Refused);
            await _gateway.DeliverAsync(Samples.CreateEnvelope());
        }

        var down = Assert.Single(Lines());
        Assert.Contains("Route default is down", down.Message, StringComparison.Ordinal);
        Assert.Contains("20003", down.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(_gateway.Routes.Routes).IsDown);

        _one.Then(Accepted).Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(2, Lines().Count);
        Assert.Contains("Route default is up again", Lines()[1].Message, StringComparison.Ordinal);
        Assert.All(Lines(), line => Assert.Equal(LogLevel.Error, line.Level));
    }

    [Fact]
    public async Task While_one_carrier_delivers_its_route_is_up()
    {
        for (var i = 0; i < 2 * CarrierHealth.Threshold; i++)
        {
            _one.Then(Refused);
            _two.Then(Accepted);
            await _gateway.DeliverAsync(Samples.CreateEnvelope());
        }

        Assert.Empty(Lines());
        var route = Assert.Single(_gateway.Routes.Routes);
        Assert.Equal((false, true), (route.IsDown, route.IsImpaired));
    }

    [Fact]
    public async Task A_region_in_which_every_carrier_fails_is_down_however_they_do_elsewhere()
    {
        using var gateway = WithRouteOf("NZ");
        Try(gateway, Refused, Refused);

        var route = gateway.Routes.Routes.Single(route => route.Name == "NZ");
        Assert.Equal((true, true), (route.IsDown, route.IsImpaired));
        Assert.False(gateway.Routes.Routes.Single(route => route.Name == "default").IsDown);
        var down = Assert.Single(Lines(gateway));
        Assert.StartsWith("Route NZ is down", down.Message, StringComparison.Ordinal);
        Assert.Equal(503, (await gateway.Health.HandleAsync(TestContext.Current.CancellationToken)).Status);

        Try(gateway, Accepted, Refused);
        Assert.Equal((false, true), (route.IsDown, route.IsImpaired));
        Assert.Equal(2, Lines(gateway).Count);
        Assert.StartsWith("Route NZ is up again", Lines(gateway)[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_in_which_one_carrier_fails_is_impaired()
    {
        using var gateway = WithRouteOf("NZ");
        Try(gateway, Refused, Accepted);

        var route = gateway.Routes.Routes.Single(route => route.Name == "NZ");
        Assert.Equal((false, true), (route.IsDown, route.IsImpaired));
        Assert.Empty(Lines(gateway));
    }

    /// <summary>To New Zealand with these outcomes, and twice as many to Australia, which all arrive.</summary>
    private static void Try(Gateway gateway, SendOutcome one, SendOutcome two)
    {
        for (var i = 0; i < 2 * CarrierHealth.Threshold; i++)
        {
            foreach (var (name, outcome) in new[] { ("one", one), ("two", two) })
            {
                Try(gateway, name, Accepted, "AU");
                Try(gateway, name, outcome, "NZ");
                Try(gateway, name, Accepted, "AU");
            }
        }
    }

    private static void Try(Gateway gateway, string name, SendOutcome outcome, string region)
    {
        var carrier = gateway.Carriers.Find(name)!;
        gateway.Routes.Note(carrier, carrier.Health.Record(outcome, TimeSpan.Zero, region), region);
    }

    private Gateway WithRouteOf(string region) =>
        new(
            options =>
                options with
                {
                    Routing = options.Routing with
                    {
                        Regions = new Dictionary<string, IReadOnlyList<RouteEntry>> { [region] = ["one", "two"] },
                    },
                },
            _one,
            _two
        );

    private static List<FakeLogRecord> Lines(Gateway gateway) =>
        [.. gateway.Log.GetSnapshot().Where(line => line.Message.StartsWith("Route ", StringComparison.Ordinal))];

    private List<FakeLogRecord> Lines() => Lines(_gateway);
}
