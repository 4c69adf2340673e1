using System.Text;
using SmsGateway.Admission;
using SmsGateway.Http;
using SmsGateway.Operators;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>A carrier is switched off by an entry of the block list, which all gateways on the store have.</summary>
public sealed class CarrierSwitchesTests : IDisposable
{
    private static readonly OperatorIdentity Who = new("a key", "127.0.0.1", "Anna");

    private readonly FakeAdmissionStore _store = new();
    private readonly Gateway _here = Create();
    private readonly Gateway _there = Create();
    private readonly AdmissionListWatch _watch;
    private readonly AdmissionListsHandler _lists;

    public CarrierSwitchesTests()
    {
        _watch = Watch(_here);
        _lists = new AdmissionListsHandler(
            _watch,
            _here.Trail,
            _here.Options.Callers,
            _here.Options.Carriers,
            _here.Time
        );
    }

    public void Dispose()
    {
        _watch.Dispose();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task It_holds_here_at_once_there_within_five_seconds_and_after_a_restart()
    {
        using var watchThere = Watch(_there);
        await watchThere.StartAsync(TestContext.Current.CancellationToken);
        var reply = await PutAsync("""{"carrier":"ONE","for":"02:00:00","reason":"their status page says so"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal("one", (string?)Gateway.ReadJson(reply)["carrier"]);
        Assert.True(IsOff(_here));
        Assert.False(IsOff(_there));
        _there.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(IsOff(_there));

        using var restarted = Create();
        using var watch = Watch(restarted);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(IsOff(restarted));
        restarted.Time.Advance(TimeSpan.FromHours(2));
        Assert.False(IsOff(restarted));
    }

    /// <summary>Nobody has to send anything for that.</summary>
    [Fact]
    public async Task When_it_ends_by_itself_that_and_the_route_that_is_up_again_are_told_within_five_seconds()
    {
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        foreach (var carrier in new[] { "one", "two" })
        {
            await PutAsync($$"""{"carrier":"{{carrier}}","for":"02:00:00"}""");
        }

        Assert.Equal([39, 39, 25], Told());
        _here.Time.Advance(TimeSpan.FromHours(2));
        _here.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([39, 39, 25, 47, 26, 47], Told());

        int[] Told() => [.. _here.Log.GetSnapshot().Select(line => line.Id.Id).Where(id => id is 25 or 26 or 39 or 47)];
    }

    [Fact]
    public async Task Taken_off_the_list_it_is_on_and_who_did_both_is_in_the_trail()
    {
        using var actions = _here.Telemetry.Collect<long>("sms.operator.actions");
        await PutAsync("""{"carrier":"one"}""");
        var reply = await _lists.DeleteAsync(
            AdmissionList.Block,
            name => name == "carrier" ? "One" : null,
            Who,
            CancellationToken.None
        );

        Assert.Equal(204, reply.Status);
        Assert.False(IsOff(_here));
        Assert.Equal(
            [
                $"Operators: Block of carrier one until it is removed: Done; by {Who}",
                $"Operators: Remove of carrier one from the block list: Done; by {Who}",
            ],
            _here
                .Log.GetSnapshot()
                .Select(line => line.Message)
                .Where(line => line.StartsWith("Operators:", StringComparison.Ordinal))
        );
        Assert.Equal(["action=Block result=Done", "action=Remove result=Done"], actions.Tags);
    }

    [Theory]
    [InlineData(AdmissionList.Block, """{"carrier":"three"}""", "configured are one, two")]
    [InlineData(AdmissionList.Allow, """{"carrier":"one"}""", "cannot be allowed")]
    [InlineData(AdmissionList.Block, """{"carrier":"one","region":"UZ"}""", "exactly one of")]
    public async Task What_is_no_carrier_to_be_switched_is_refused_and_nothing_is_written(
        AdmissionList list,
        string order,
        string sentence
    )
    {
        var reply = await PutAsync(order, list);

        Assert.Equal(400, reply.Status);
        Assert.Contains(sentence, Gateway.ReadJson(reply)["errors"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, _store.Writes);
    }

    /// <summary>Nobody is refused because of it, and no message is asked about it on its way in.</summary>
    [Fact]
    public async Task Admission_has_nothing_to_do_with_it()
    {
        await PutAsync("""{"carrier":"one"}""");

        Assert.Null(
            await _here.Admission.OpenAsync(
                Samples.CreateEnvelope(caller: "one"),
                new HashSet<string>(),
                CancellationToken.None
            )
        );
    }

    private static Gateway Create() => new(new FakeCarrier("one"), new FakeCarrier("two"));

    private static bool IsOff(Gateway gateway) => gateway.Carriers.Find("one")!.Switch.IsOff;

    private AdmissionListWatch Watch(Gateway gateway) =>
        new(
            gateway.Admission,
            gateway.Time,
            gateway.Log.For<AdmissionListWatch>(),
            _store,
            new CarrierSwitches(gateway.Routes)
        );

    private async Task<HttpReply> PutAsync(string order, AdmissionList list = AdmissionList.Block)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(order));
        var reply = await _lists.PutAsync(list, force: false, body, Who, CancellationToken.None);
        return reply.AsDescribed(
            HttpMethod.Put,
            list == AdmissionList.Block ? "/api/admission/blocks" : "/api/admission/allows"
        );
    }
}
