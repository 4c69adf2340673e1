using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Delivery;
using SmsGateway.Host;
using SmsGateway.Operators;
using SmsGateway.Routing;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>Which key opens the operators' endpoints, for how long, and what becomes of wrong ones.</summary>
public sealed class OperatorsKeyRulesTests : IDisposable
{
    private const string Right = "the right key of the operators";
    private const string Former = "the key that they had before it";

    private readonly GatewayTelemetry _telemetry = new();
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly FakeLogCollector _log = new();
    private readonly FakeSecretStore _secrets = new();

    public void Dispose() => _telemetry.Dispose();

    [Fact]
    public async Task A_key_has_a_name_that_is_the_same_everywhere_and_tells_nothing_of_it()
    {
        _secrets.With("operators", Right, Former);
        var key = CreateKey();
        var name = await OpensAsync(key, Right);
        Assert.Matches("^key [0-9a-f]{8}$", name);
        Assert.Equal(name, await OpensAsync(key, Right));
        Assert.Equal(name, await OpensAsync(CreateKey(), Right));
        var former = await OpensAsync(key, Former);
        Assert.NotEqual(name, former);

        // Where the former key is the current one, as before a rotation, it has the same name.
        _secrets.With("operators", Former);
        Assert.Equal(former, await OpensAsync(key, Former));

        // What a guess could quickly be compared with.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Right)));
        Assert.DoesNotContain(name![4..], hash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_not_known_since_when_there_is_a_newer_one_the_previous_key_opens_until_it_is_removed()
    {
        _secrets.With("operators", Right, Former);
        var key = CreateKey();
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.NotNull(await OpensAsync(key, Former));

        _secrets.With("operators", Right);
        Assert.Null(await OpensAsync(key, Former));
    }

    [Theory]
    [InlineData(null, 86_399, true)]
    [InlineData(null, 86_400, false)]
    [InlineData(null, 86_400 * 365, false)]
    [InlineData(3600, 3599, true)]
    [InlineData(3600, 3600, false)]
    [InlineData(0, 0, false)]
    public async Task A_previous_key_ends_when_the_overlap_does(int? overlap, int age, bool opens)
    {
        _secrets.With("operators", Right, Former, _time.GetUtcNow() - TimeSpan.FromSeconds(age));
        var key = CreateKey(overlap is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        Assert.Equal(opens, await OpensAsync(key, Former) is not null);
        Assert.NotNull(await OpensAsync(key, Right));
    }

    [Fact]
    public async Task It_ends_while_the_gateway_runs_and_the_log_says_which_key_it_was()
    {
        _secrets.With("operators", Right, Former, _time.GetUtcNow());
        var key = CreateKey();
        Assert.NotNull(await OpensAsync(key, Former));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await OpensAsync(key, Former));

        Assert.Contains("the key before the current one from 203.0.113.9", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Former, _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_few_wrong_keys_the_next_waits_and_the_right_one_never_does()
    {
        _secrets.With("operators", Right);
        var key = CreateKey();
        for (var i = 0; i < WrongKeys.AtOnce; i++)
        {
            Assert.Equal(401, Done(RefusedAsync(key)));
        }

        var slow = RefusedAsync(key);
        _time.Advance(WrongKeys.Pause - TimeSpan.FromMilliseconds(1));
        Assert.False(slow.IsCompleted);
        Assert.NotNull(await OpensAsync(key, Right));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(401, await slow.WaitAsync(Patience.Bounded));
    }

    [Fact]
    public async Task So_many_may_wait_and_no_more()
    {
        _secrets.With("operators", Right);
        var key = CreateKey();
        for (var i = 0; i < WrongKeys.AtOnce; i++)
        {
            Done(RefusedAsync(key));
        }

        var waiting = Enumerable.Range(0, WrongKeys.MostWaiting).Select(_ => RefusedAsync(key)).ToList();
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.Equal(429, Done(RefusedAsync(key)));
        Assert.NotNull(await OpensAsync(key, Right));

        _time.Advance(WrongKeys.Pause);
        Assert.All(await Task.WhenAll(waiting).WaitAsync(Patience.Bounded), status => Assert.Equal(401, status));
        var next = RefusedAsync(key);
        Assert.False(next.IsCompleted);
        _time.Advance(WrongKeys.Pause);
        Assert.Equal(401, await next.WaitAsync(Patience.Bounded));
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_its_place()
    {
        _secrets.With("operators", Right);
        var key = CreateKey();
        for (var i = 0; i < WrongKeys.AtOnce; i++)
        {
            Done(RefusedAsync(key));
        }

        using var gone = new CancellationTokenSource();
        var waiting = Enumerable
            .Range(0, WrongKeys.MostWaiting)
            .Select(_ => RefusedAsync(key, gone: gone.Token))
            .ToList();
        await gone.CancelAsync();
        await Task.WhenAll(waiting).WaitAsync(Patience.Bounded);

        Assert.False(RefusedAsync(key).IsCompleted);
    }

    [Fact]
    public void A_quiet_minute_is_forgiven()
    {
        _secrets.With("operators", Right);
        var key = CreateKey();
        for (var i = 0; i < 3 * WrongKeys.AtOnce; i++)
        {
            Assert.Equal(401, Done(RefusedAsync(key)));
            // Five in a minute, and never six.
            _time.Advance(TimeSpan.FromSeconds(12));
        }
    }

    [Fact]
    public void No_key_at_all_is_no_wrong_one()
    {
        _secrets.With("operators", Right);
        var key = CreateKey();
        using var actions = _telemetry.Collect<long>("sms.operator.actions");
        for (var i = 0; i < 3 * WrongKeys.AtOnce; i++)
        {
            Assert.Equal(401, Done(RefusedAsync(key, given: "")));
        }

        Assert.Empty(actions.Tags);
        Assert.Equal(0, _log.Count);
    }

    [Fact]
    public void Every_wrong_key_is_counted_and_told()
    {
        _secrets.With("operators", Right);
        var key = CreateKey();
        using var actions = _telemetry.Collect<long>("sms.operator.actions");
        foreach (var wrong in new[] { "wrong", Right + "x", Right[..^1], Right.ToUpperInvariant() })
        {
            Assert.Equal(401, Done(RefusedAsync(key, given: wrong)));
        }

        Assert.Equal(Enumerable.Repeat("action=Key result=Wrong", 4), actions.Tags);
        Assert.Equal(4, _log.Count);
        Assert.Contains("no known key from 203.0.113.9, who says to be anna", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("right key", _log.Text, StringComparison.OrdinalIgnoreCase);
    }

    private OperatorsKey CreateKey(TimeSpan? overlap = null)
    {
        var options = new GatewayOptions
        {
            Callers = [],
            Carriers = [],
            Routing = new RoutingOptions(),
            Delivery = new DeliveryOptions(),
            OperatorsKeySecretName = "operators",
        };
        return new(
            overlap is { } given ? options with { OperatorsKeyOverlap = given } : options,
            _secrets,
            new OperatorTrail(_telemetry, _time, _log.For<OperatorTrail>()),
            _time
        );
    }

    /// <returns>The key's name, when it opens.</returns>
    private static async Task<string?> OpensAsync(OperatorsKey key, string given)
    {
        var (who, refusal) = await key.CheckAsync(given, "203.0.113.9", "anna", CancellationToken.None);
        Assert.Equal(who is null, refusal is not null);
        return who?.Key;
    }

    private static async Task<int> RefusedAsync(
        OperatorsKey key,
        string given = "wrong",
        CancellationToken? gone = null
    )
    {
        var (_, refusal) = await key.CheckAsync(given, "203.0.113.9", "anna", gone ?? CancellationToken.None);
        return refusal!.Status;
    }

    private static int Done(Task<int> status)
    {
        Assert.True(status.IsCompletedSuccessfully);
        return status.Result;
    }
}
