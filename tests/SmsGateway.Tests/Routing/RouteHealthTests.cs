using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Carriers;
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

    private List<FakeLogRecord> Lines() =>
        [.. _gateway.Log.GetSnapshot().Where(line => line.Message.StartsWith("Route ", StringComparison.Ordinal))];
}
