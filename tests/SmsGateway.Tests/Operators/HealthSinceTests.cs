using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>Since when something is not well, and how callers fare.</summary>
public sealed class HealthSinceTests : IDisposable
{
    private static readonly SendOutcome Refusal = new SendOutcome.Refused("20003", null, Credentials: true);
    private static readonly SendOutcome Success = new SendOutcome.Accepted("SM1");

    private readonly Gateway _gateway = new(
        new FakeCarrier("one") { SecretNames = ["one-key"] },
        new FakeCarrier("two")
    );

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_carrier_fails_since_the_first_of_the_attempts_that_told_and_its_route_since_its_last_one()
    {
        var began = Fail("one");
        var wentDown = Fail("two");

        var health = await LookAsync();

        Assert.Equal(began, Since(health["carriers"]!["one"]));
        Assert.Equal("Refused", (string?)health["carriers"]!["one"]!["lastOutcome"]);
        Assert.Equal(wentDown, Since(health["routes"]!["default"]));
    }

    [Fact]
    public async Task A_route_of_which_one_carrier_is_tried_last_says_which_and_since_when()
    {
        var began = Fail("one");

        var route = (await LookAsync())["routes"]!["default"];

        Assert.Equal(
            ("degraded", "Tried last: one.", began),
            ((string?)route!["status"], (string?)route["detail"], Since(route))
        );
        _gateway.Carriers.Find("one")!.Health.Record(Success);
        var after = await LookAsync();
        Assert.Null(Since(after["carriers"]!["one"]));
        Assert.Null((string?)after["carriers"]!["one"]!["lastOutcome"]);
        Assert.Null(Since(after["routes"]!["default"]));
    }

    [Fact]
    public async Task A_late_queue_is_so_since_its_oldest_message_was_due()
    {
        var due = _gateway.Time.GetUtcNow();
        _gateway.Queue.OldestSince = due;
        _gateway.Time.Advance(TimeSpan.FromSeconds(200));

        Assert.Equal(due, Since((await LookAsync())["queue"]));
        _gateway.Queue.OldestSince = null;
        Assert.Null(Since((await LookAsync())["queue"]));

        Assert.Contains(
            "Health: the queue is unhealthy since 2026-03-04 12:00:00Z: The oldest message",
            _gateway.Log.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Health: the queue is well again", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_tell_itself_is_not_well_since_the_first_look_that_saw_it_and_is_logged_once()
    {
        _gateway.Secrets.Health["one-key"] = new SecretHealth(false, "There is no such secret.");
        _gateway.Queue.Health = new StoreHealth(false, "The disk is full.", null);
        var seen = _gateway.Time.GetUtcNow() + HealthHandler.Shared;
        await LookAsync();

        var health = await LookAsync();

        Assert.All(
            new[] { health["queue"], health["secrets"], health["carriers"]!["one"] },
            part => Assert.Equal(seen, Since(part))
        );
        Assert.Equal(2, _gateway.Log.GetSnapshot().Count(line => line.Id.Id == 140));
    }

    [Fact]
    public async Task A_caller_whose_tokens_do_not_fit_is_told_until_one_does()
    {
        var began = _gateway.Time.GetUtcNow();
        await RefuseAsync(CallerWatch.Threshold - 1, TokenFactory.Create(secret: "another"));
        Assert.Equal("healthy", (string?)(await LookAsync())["status"]);
        await RefuseAsync(1, TokenFactory.Create(secret: "another"));

        var health = await LookAsync();

        Assert.Equal("degraded", (string?)health["status"]);
        var caller = health["callers"]![Samples.Caller]!;
        Assert.Equal(("degraded", began), ((string?)caller["status"], Since(caller)));
        Assert.Contains("the last for Signature", (string?)caller["detail"], StringComparison.Ordinal);
        Assert.Contains(
            "401: Signature, of a token that is made out as auth0's",
            _gateway.Log.Text,
            StringComparison.Ordinal
        );
        var fits = _gateway.Time.GetUtcNow();
        await _gateway.PostAsync("{}");
        caller = (await LookAsync())["callers"]![Samples.Caller]!;
        Assert.Equal("healthy", (string?)caller["status"]);
        Assert.Equal(fits, caller["lastToken"]!.GetValue<DateTimeOffset>());
    }

    [Theory]
    [InlineData("somebody", TokenFactory.Audience)]
    [InlineData(TokenFactory.Subject, "somewhere")]
    public async Task What_a_stranger_sends_is_no_callers_concern(string subject, string audience)
    {
        await RefuseAsync(3 * CallerWatch.Threshold, TokenFactory.Create(subject: subject, audience: audience));
        await RefuseAsync(3 * CallerWatch.Threshold, "no token");

        var health = await LookAsync();

        Assert.Equal("healthy", (string?)health["status"]);
        Assert.DoesNotContain("made out", _gateway.Log.Text, StringComparison.Ordinal);
    }

    private async Task RefuseAsync(int count, string token)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(401, (await _gateway.PostAsync("{}", token)).Status);
        }
    }

    /// <returns>When the first of the attempts ended.</returns>
    private DateTimeOffset Fail(string carrier)
    {
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        var began = _gateway.Time.GetUtcNow();
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _gateway.Carriers.Find(carrier)!.Health.Record(Refusal);
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return began;
    }

    /// <summary>A second after the last, whose answer is shared.</summary>
    private async Task<JsonObject> LookAsync()
    {
        _gateway.Time.Advance(HealthHandler.Shared);
        return Gateway.ReadJson(await _gateway.Health.HandleAsync(TestContext.Current.CancellationToken));
    }

    private static DateTimeOffset? Since(JsonNode? part) => part!["since"]?.GetValue<DateTimeOffset>();
}
