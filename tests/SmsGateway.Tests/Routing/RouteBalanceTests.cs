using SmsGateway.Carriers;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Routing;

/// <summary>Weights that move, in the gateway.</summary>
public sealed class RouteBalanceTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", null);

    private readonly Gateway _gateway = new(
        options => options with { Routing = options.Routing with { Balance = BalanceRule.Weighted } },
        new FakeCarrier("one"),
        new FakeCarrier("two")
    );

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void A_bad_minute_moves_ten_points_once_and_an_hour_moves_them_back()
    {
        Assert.Equal([51, 49], Points());
        Minute("one", good: 70, bad: 30);
        Assert.Equal([51, 49], Points());

        _gateway.Time.Advance(TimeSpan.FromSeconds(30));
        Minute("one", good: 70, bad: 30);
        _gateway.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([41, 59], Points());
        Assert.Equal([41, 59], Points());

        _gateway.Time.Advance(WeightShift.Rest - TimeSpan.FromTicks(1));
        Assert.Equal([41, 59], Points());
        _gateway.Time.Advance(RouteBalance.Interval);
        Assert.Equal([51, 49], Points());
        Assert.Equal(
            [
                "The weights of route default are one 41, two 59 now; they were one 51, two 49",
                "The weights of route default are one 51, two 49 now; they were one 41, two 59",
            ],
            _gateway.Log.GetSnapshot().Select(line => line.Message)
        );
    }

    [Theory]
    [InlineData(0.505, "one")]
    [InlineData(0.515, "two")]
    public void Messages_are_drawn_by_the_points(double random, string first)
    {
        _gateway.Random = random;
        Assert.Equal(first, First());

        Minute("one", good: 70, bad: 30);
        _gateway.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first, First());
        Minute("one", good: 70, bad: 30);
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", First());

        string First()
        {
            var envelope = Samples.CreateEnvelope();
            return _gateway.Router.Route(envelope.Caller, envelope.Message)[0].Name;
        }
    }

    [Fact]
    public async Task Health_and_metric_show_the_points()
    {
        using var weights = _gateway.Telemetry.Collect<int>("sms.route.weight");
        Assert.Equal(
            [("default", "one", 51), ("default", "two", 49)],
            weights
                .Observe()
                .Select(shown => ((string)shown.Tags["route"]!, (string)shown.Tags["carrier"]!, shown.Value))
        );
        var route = Gateway.ReadJson(await _gateway.Health.HandleAsync(CancellationToken.None))["routes"]!["default"]!;
        Assert.Equal((51, 49), ((int)route["weights"]!["one"]!, (int)route["weights"]!["two"]!));
    }

    [Fact]
    public void Routes_whose_weights_do_not_move_have_no_points()
    {
        using var ordered = new Gateway(new FakeCarrier("one"), new FakeCarrier("two"));
        Assert.True(Assert.Single(ordered.Routes.Routes).Points.IsEmpty);
        using var weights = ordered.Telemetry.Collect<int>("sms.route.weight");
        Assert.Empty(weights.Observe());
    }

    private int[] Points() => [.. Assert.Single(_gateway.Routes.Routes).Points];

    /// <summary>The bad ones never five in a row.</summary>
    private void Minute(string carrier, int good, int bad)
    {
        for (var i = 0; i < good + bad; i++)
        {
            _gateway
                .Carriers.Find(carrier)!
                .Health.Record(i * bad / (good + bad) == (i + 1) * bad / (good + bad) ? Accepted : Unavailable);
        }
    }
}
