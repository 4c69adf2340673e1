using System.Collections.Frozen;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Acceptance;

/// <summary>Senders and channels that are a mistake on one route and none on another.</summary>
public sealed class RouteVerdictTests
{
    [Theory]
    [InlineData("\"sender\":\"1234567890\"", "sender")]
    [InlineData("\"sender\":\"72 345\"", "sender")]
    [InlineData("\"sender\":\"&&&\"", "sender")]
    [InlineData("\"from\":\"much too long a sender\"", "from")]
    [InlineData("\"from\":{}", "from")]
    [InlineData("\"sender\":7", "sender")]
    [InlineData("\"sender\":\"\\ud800\"", "sender")]
    public async Task A_sender_is_a_mistake_only_where_it_would_be_shown(string field, string name)
    {
        var json = $$"""{"recipient":"+15005550006","body":"a",{{field}}}""";
        foreach (var (alwaysUseFrom, expected) in new[] { ("no", 400), ("one", 400), ("all", 200) })
        {
            using var gateway = CreateGateway(first: alwaysUseFrom != "no", second: alwaysUseFrom == "all");

            var reply = await gateway.PostAsync(json);

            Assert.Equal(expected, reply.Status);
            if (expected == 400)
            {
                Assert.Equal([name], Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
                Assert.Empty(gateway.Queue.Enqueued);
            }
            else
            {
                Assert.Null(Assert.Single(gateway.Queue.Enqueued).Envelope.Message.Sender);
            }
        }
    }

    [Theory]
    [InlineData("+15005550006", 200)]
    [InlineData("+447700900123", 400)]
    public async Task Where_the_region_has_a_sender_no_other_is_a_mistake(string recipient, int expected)
    {
        var senders = new Dictionary<string, Sender> { ["US"] = Samples.ParseSender("Acme") }.ToFrozenDictionary();
        using var gateway = new Gateway(
            options =>
                options with
                {
                    Carriers = [.. options.Carriers.Select(carrier => carrier with { Senders = senders })],
                },
            new FakeCarrier("one"),
            new FakeCarrier("two")
        );

        var reply = await gateway.PostAsync(
            $$"""{"recipient":"{{recipient}}","body":"a","sender":"much too long a sender"}"""
        );

        Assert.Equal(expected, reply.Status);
    }

    [Theory]
    [InlineData("acme.com")]
    [InlineData("Acme+")]
    public async Task A_name_may_have_dots_and_plus_signs(string name)
    {
        using var gateway = CreateGateway(first: false, second: false);

        var reply = await gateway.PostAsync($$"""{"recipient":"+15005550006","body":"a","sender":"{{name}}"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(name, Assert.Single(gateway.Queue.Enqueued).Envelope.Message.Sender!.Value);
    }

    [Theory]
    [InlineData("MessagingServiceSid=MG42420000424200004242000042420000", "", 400)]
    [InlineData("MessagingServiceSid=MG42420000424200004242000042420000", ",\"sender\":\"Acme\"", 400)]
    [InlineData("MessagingServiceSid=MG42420000424200004242000042420000", ",\"sender\":\"12345\"", 400)]
    [InlineData("MessagingServiceSid=MG42420000424200004242000042420000", ",\"sender\":\"+61400000001\"", 200)]
    [InlineData(
        "MessagingServiceSid=MG42420000424200004242000042420000;AlwaysUseFrom=true",
        ",\"sender\":\"+61400000001\"",
        400
    )]
    [InlineData("From=Acme", "", 400)]
    [InlineData("From=+61400000001", ",\"sender\":\"Acme\"", 200)]
    public async Task A_call_needs_a_carrier_with_a_number_to_call_from(string settings, string sender, int expected)
    {
        var twilio = Twilio(settings);
        using var gateway = new Gateway(
            options =>
                options with
                {
                    Carriers = [twilio],
                    Routing = new() { Default = [twilio.Name] },
                },
            new FakeCarrier("unused")
        );

        var call = await gateway.PostAsync($$"""{"recipient":"+15005550006","body":"a","channel":"voice"{{sender}}}""");
        var text = await gateway.PostAsync($$"""{"recipient":"+15005550006","body":"a"{{sender}}}""");

        Assert.Equal((expected, 200), (call.Status, text.Status));
        if (expected == 400)
        {
            Assert.Equal(["channel"], Gateway.ReadJson(call)["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Theory]
    [InlineData("", "sender", "is required: no carrier of this route has one of its own")]
    [InlineData(",\"sender\":\" \"", "sender", "is required: no carrier of this route has one of its own")]
    [InlineData(",\"from\":\"&&&\"", "from", Sender.Rule)]
    [InlineData(",\"sender\":\"Acme\"", null, null)]
    [InlineData(",\"channel\":\"voice\"", "channel", "no carrier of this route can do it")]
    public async Task Where_no_carrier_has_a_sender_it_is_the_sender_that_is_missing(
        string fields,
        string? field,
        string? mistake
    )
    {
        var (azure, errors) = Carriers.CarrierHarness.Read([
            ("Kind", "AzureCommunication"),
            ("BaseAddress", "https://name.communication.azure.com"),
            ("AccessKeySecretName", "t"),
        ]);
        Assert.Empty(errors);
        using var gateway = new Gateway(
            options =>
                options with
                {
                    Carriers = [azure!],
                    Routing = new() { Default = [azure!.Name] },
                },
            new FakeCarrier("unused")
        );

        var reply = await gateway.PostAsync($$"""{"recipient":"+15005550006","body":"a"{{fields}}}""");

        if (field is null)
        {
            Assert.Equal(200, reply.Status);
            return;
        }

        Assert.Equal(400, reply.Status);
        var error = Assert.Single(Gateway.ReadJson(reply)["errors"]!.AsObject());
        Assert.Equal((field, mistake), (error.Key, error.Value!.AsArray().Single()!.GetValue<string>()));
    }

    private static CarrierOptions Twilio(string settings)
    {
        var (options, errors) = Carriers.CarrierHarness.Read([
            ("Kind", "Twilio"),
            ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
            ("AuthTokenSecretName", "t"),
            .. settings.Split(';').Select(setting => (setting.Split('=')[0], setting.Split('=')[1])),
        ]);
        Assert.Empty(errors);
        return options!;
    }

    private static Gateway CreateGateway(bool first, bool second) =>
        new(
            options =>
                options with
                {
                    Carriers =
                    [
                        .. options
                            .Carriers.Cast<FakeCarrierOptions>()
                            .Zip([first, second])
                            .Select(pair =>
                                pair.First with
                                {
                                    From = Samples.ParseSender("Acme"),
                                    AlwaysUseFrom = pair.Second,
                                }
                            ),
                    ],
                },
            new FakeCarrier("one"),
            new FakeCarrier("two")
        );
}
