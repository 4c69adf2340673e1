using System.Text.Json.Nodes;
using SmsGateway.CarrierSimulator.Inbox;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>The guides for Auth0, followed to the letter: what they say to configure starts, and delivers what Auth0 then sends.</summary>
public sealed class GuideTests
{
    private const string Recipient = "+4915112345678";
    private const string Text = "Your code is 314159";

    private static readonly IReadOnlyList<Guide> All = [.. Guide.In("docs/auth0.md"), .. Guide.In("docs/migration.md")];

    public static TheoryData<string> Connections =>
        [.. All.Where(guide => guide.Options.Count > 0).Select(guide => guide.Heading)];

    public static TheoryData<string, string> Actions =>
        [
            .. All.SelectMany(guide =>
                guide.Triggers.Where(_ => guide.ActionSecrets.Count > 0).Select(trigger => (guide.Heading, trigger))
            ),
        ];

    [Fact]
    public void Every_guide_is_tried()
    {
        string[] expected =
        [
            "The legacy connection",
            "The Actions",
            "Auth0's own sample Action",
            "From MessageMedia's Auth0 gateway",
            "From the 8x8 hook",
            "From the Twilio MFA hook",
            "From Auth0's built-in Twilio: passwordless",
            "From Auth0's built-in Twilio: multi-factor and tenant-level provider",
        ];

        Assert.Equal(expected, All.Select(guide => guide.Heading));
        Assert.All(
            All,
            guide =>
                Assert.True(
                    guide.Options.Count > 0
                        || guide.Request is not null
                        || (guide.ActionSecrets.Count > 0 && guide.Triggers.Count > 0),
                    guide.Heading
                )
        );
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_connection_set_up_as_the_guide_ends_delivers(string heading)
    {
        var guide = Named(heading);
        var options = guide.Options[^1];
        Assert.Equal(
            ("sms_gateway", Guide.GatewayUrl),
            ((string?)options["provider"], (string?)options["gateway_url"])
        );
        await using var run = await GuideRun.StartAsync(guide);

        AssertDelivered(guide, await run.SendByConnectionAsync(options, Recipient, Text));
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task An_Action_set_up_as_the_guide_says_delivers(string heading, string trigger)
    {
        var guide = Named(heading);
        await using var run = await GuideRun.StartAsync(guide);

        AssertDelivered(guide, await run.SendByActionAsync(trigger, guide.ActionSecrets, Recipient, Text));
    }

    [Fact]
    public async Task The_request_of_Auth0s_own_sample_delivers_as_shown()
    {
        var guide = Named("Auth0's own sample Action");
        await using var run = await GuideRun.StartAsync(guide);

        AssertDelivered(guide, await run.SendAsShownAsync(guide, Recipient));
    }

    [Fact]
    public void Coming_from_MessageMedia_only_the_address_changes()
    {
        var options = Named("From MessageMedia's Auth0 gateway").Options;

        Assert.Equal(2, options.Count);
        Assert.NotEqual((string?)options[0]["gateway_url"], (string?)options[1]["gateway_url"]);
        Assert.True(JsonNode.DeepEquals(Without(options[0], "gateway_url"), Without(options[1], "gateway_url")));
    }

    [Fact]
    public void Coming_from_the_built_in_Twilio_nothing_else_of_the_connection_is_lost()
    {
        var options = Named("From Auth0's built-in Twilio: passwordless").Options;

        Assert.Equal(2, options.Count);
        Assert.True(
            JsonNode.DeepEquals(
                Without(options[0], "provider", "twilio_sid", "twilio_token", "messaging_service_sid"),
                Without(options[1], "provider", "gateway_url", "gateway_authentication", "forward_req_info")
            )
        );
    }

    [Fact]
    public async Task A_placeholder_in_from_is_overruled_as_the_MessageMedia_guide_says()
    {
        var guide = Named("From MessageMedia's Auth0 gateway");
        await using var run = await GuideRun.StartAsync(
            guide,
            ("Gateway__Carriers__messagemedia__From", "Acme"),
            guide.Mentioned("Gateway__Carriers__messagemedia__AlwaysUseFrom")
        );

        Assert.Equal("Acme", (await run.SendByConnectionAsync(guide.Options[^1], Recipient, Text)).Sender);
    }

    [Fact]
    public async Task The_messaging_service_chooses_the_sender_as_the_Twilio_guide_says()
    {
        var guide = Named("From Auth0's built-in Twilio: passwordless");
        await using var run = await GuideRun.StartAsync(
            guide,
            guide.Mentioned("Gateway__Carriers__twilio__AlwaysUseFrom")
        );

        var message = await run.SendByConnectionAsync(guide.Options[^1], Recipient, Text);

        Assert.Equal(guide.Settings["Gateway__Carriers__twilio__MessagingServiceSid"], message.Sender);
    }

    [Fact]
    public async Task Calls_go_through_a_second_carrier_as_the_8x8_guide_says()
    {
        var guide = Named("From the 8x8 hook");
        await using var run = await GuideRun.StartAsync(
            guide,
            [
                .. GuideRun.SomeCarrier,
                guide.Mentioned("Gateway__Routing__Default__0"),
                guide.Mentioned("Gateway__Routing__Default__1"),
            ]
        );

        var call = await run.SendByActionAsync(
            "send-phone-message",
            guide.ActionSecrets,
            Recipient,
            Text,
            isCall: true
        );
        var text = await run.SendByActionAsync("send-phone-message", guide.ActionSecrets, "+4915187654321", Text);

        Assert.Equal(("twilio", "voice", "8x8"), (call.Carrier, call.Channel, text.Carrier));
    }

    private static void AssertDelivered(Guide guide, InboxMessage message) =>
        Assert.Equal(
            (guide.Carrier ?? "twilio", Recipient, Text, "Accepted"),
            (message.Carrier, message.Recipient, message.Body, message.Outcome.ToString())
        );

    private static Guide Named(string heading) => All.Single(guide => guide.Heading == heading);

    private static JsonObject Without(JsonObject options, params IEnumerable<string> names)
    {
        var rest = options.DeepClone().AsObject();
        foreach (var name in names)
        {
            Assert.True(rest.Remove(name), name);
        }

        return rest;
    }
}
