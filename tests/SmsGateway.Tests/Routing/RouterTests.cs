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

    private string Route(string caller, string recipient, Channel channel) =>
        string.Join(
            ',',
            _gateway
                .Router.Route(caller, Samples.CreateMessage(recipient, channel: channel))
                .Select(carrier => carrier.Name)
        );
}
