using System.Net;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorSearchTests
{
    private const string Failed = "019aa3b06e2a7c3e8f00000000000001";
    private const string Other = "019aa3b06e2a7c3e8f00000000000002";

    /// <summary>In the order of arrival: 1 and 3 are one message, first refused and then taken; 4 has no id.</summary>
    private static readonly (string Carrier, string Recipient, string Body, string? Id)[] Arrivals =
    [
        ("twilio", "+15005551503", "Your code is 111111", Failed),
        ("twilio", AnyNumber, "Ihr Code: 222222", Other),
        ("8x8", "+15005550100", "Your code is 111111", Failed),
        ("messagemedia", AnyNumber, "Your code is 333333", null),
    ];

    [Theory]
    [InlineData("", "1,2,3,4")]
    [InlineData("?search=", "1,2,3,4")]
    [InlineData("?search=%20", "1,2,3,4")]
    [InlineData("?search=222222", "2")]
    [InlineData("?search=IHR%20code", "2")]
    [InlineData("?search=4915112", "2,4")]
    [InlineData("?search=nowhere", "")]
    [InlineData("?search=" + Other, "2")]
    [InlineData("?carrier=messagemedia", "4")]
    [InlineData("?carrier=MessageMedia", "4")]
    [InlineData("?carrier=8x8", "1,3")]
    [InlineData("?outcome=unavailable", "1,3")]
    [InlineData("?outcome=Accepted", "1,2,3,4")]
    [InlineData("?outcome=unavailable&carrier=8x8", "")]
    [InlineData("?outcome=accepted&carrier=twilio", "2")]
    [InlineData("?search=code&carrier=twilio&outcome=accepted", "2")]
    [InlineData("?search=code&limit=2", "3,4")]
    [InlineData("?limit=1", "4")]
    [InlineData("?search=code&limit=0", "")]
    [InlineData("?carrier=&outcome=&search=333333", "4")]
    public async Task A_message_is_found_with_all_its_attempts_when_one_of_them_fits(string query, string expected)
    {
        await using var simulator = await StartAsync();
        foreach (var (carrier, recipient, body, id) in Arrivals)
        {
            using var response = await simulator.SendAsync(carrier, recipient, body, id);
        }

        var found = (await simulator.GetJsonAsync("/simulator/messages" + query)).AsArray();

        Assert.Equal(expected, string.Join(',', found.Select(message => (long)message!["id"]!)));
    }

    [Fact]
    public async Task A_call_is_found_by_what_it_says_and_not_by_its_markup()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            Twilio(
                new()
                {
                    ["To"] = AnyNumber,
                    ["From"] = "+15005550006",
                    ["Twiml"] = "<Response><Say>Good evening</Say></Response>",
                },
                "Calls"
            )
        );

        Assert.Single((await simulator.GetJsonAsync("/simulator/messages?search=evening")).AsArray());
        Assert.Empty((await simulator.GetJsonAsync("/simulator/messages?search=response")).AsArray());
    }

    [Theory]
    [InlineData("carrier=nobody")]
    [InlineData("outcome=lost")]
    [InlineData("outcome=1")]
    [InlineData("carrier=twilio&outcome=accepted,refused")]
    public async Task An_unknown_carrier_or_outcome_is_a_bad_request(string query)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/simulator/messages?" + query)
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "must be one of",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }
}
