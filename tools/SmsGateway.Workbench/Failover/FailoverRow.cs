using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Workbench.Chaos;

namespace SmsGateway.Workbench.Failover;

/// <summary>What became of the messages under one condition.</summary>
internal sealed class FailoverRow
{
    /// <summary>Below this the machine decides, not the gateway.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<Post> _posts;
    private readonly IReadOnlyList<Arrival> _taken;
    private readonly Dictionary<string, List<Arrival>> _byId;
    private readonly TimeSpan _life;

    /// <param name="condition">Under which.</param>
    /// <param name="posts">In the order in which they were sent.</param>
    /// <param name="taken">What the carriers took.</param>
    /// <param name="life">Of a message.</param>
    /// <param name="failingAt">When the first carrier counted as failing, if it did.</param>
    public FailoverRow(
        FailoverCondition condition,
        IReadOnlyList<Post> posts,
        IReadOnlyList<Arrival> taken,
        TimeSpan life,
        DateTimeOffset? failingAt
    )
    {
        Condition = condition;
        FailingAt = failingAt;
        (_posts, _taken, _life) = (posts, taken, life);
        _byId = taken.GroupBy(arrival => arrival.CorrelationId ?? "").ToDictionary(id => id.Key, id => id.ToList());
    }

    public const string Header =
        "first carrier   messages  delivered   p50 ms   p99 ms  p99 once failing  to first  to second   twice  too late";

    public FailoverCondition Condition { get; }

    public DateTimeOffset? FailingAt { get; }

    private TimeSpan P99Failing => Percentile(_posts.Where(post => post.SentAt >= FailingAt), 0.99);

    /// <summary>What is to hold, and does not.</summary>
    public IEnumerable<string> Broken(FailoverRow well)
    {
        var delivered = _posts.Count(IsDelivered);
        if (delivered < _posts.Count)
        {
            yield return $"{_posts.Count - delivered} of {_posts.Count} codes were not at a carrier before they expired";
        }

        if (TooLate() is > 0 and var late)
        {
            yield return $"{late} texts were sent after expiry";
        }

        if (Condition.IsFailing && FailingAt is null)
        {
            yield return "the first carrier never counted as failing";
        }

        var bound = 2 * (well.P99 > Floor ? well.P99 : Floor);
        var p99 = Condition.IsFailing ? P99Failing : P99;
        if (p99 > bound)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"its p99 is {p99.TotalMilliseconds:0} ms, more than {bound.TotalMilliseconds:0}"
            );
        }
    }

    public string Line()
    {
        var failing = FailingAt is null ? "-" : Milliseconds(P99Failing);
        var twice = _byId.Values.Count(arrivals => arrivals.Count > 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Condition.Name, -14}{_posts.Count, 10:N0}{Share(), 11}{Milliseconds(P50), 9}{Milliseconds(P99), 9}{failing, 18}{To("twilio"), 10:N0}{To("messagemedia"), 11:N0}{twice, 8:N0}{TooLate(), 10:N0}"
        );
    }

    /// <summary>How many each carrier took, in ten equal parts of the time.</summary>
    public IEnumerable<string> Timeline()
    {
        var (from, to) = (_posts[0].SentAt, _posts[^1].SentAt);
        foreach (var (name, carrier) in new[] { ("first", "twilio"), ("second", "messagemedia") })
        {
            var parts = new int[10];
            foreach (var arrival in _taken.Where(arrival => arrival.Carrier == carrier))
            {
                parts[(int)Math.Clamp((arrival.ReceivedAt - from) / (to - from) * parts.Length, 0, parts.Length - 1)]++;
            }

            yield return $"  {name, -8}{string.Concat(parts.Select(part => $"{part, 7:N0}"))}";
        }
    }

    private TimeSpan P50 => Percentile(_posts, 0.5);

    private TimeSpan P99 => Percentile(_posts, 0.99);

    private bool IsDelivered(Post post) => Wait(post) is { } wait && wait <= _life;

    /// <summary>From the post to the first carrier that took it.</summary>
    private TimeSpan? Wait(Post post) =>
        post.Id is { } id && _byId.TryGetValue(id, out var arrivals)
            ? arrivals.Min(arrival => arrival.ReceivedAt) - post.SentAt
            : null;

    private int TooLate() =>
        _posts.Sum(post =>
            post.Id is { } id && _byId.TryGetValue(id, out var arrivals)
                ? arrivals.Count(arrival => arrival.ReceivedAt - post.SentAt > _life + post.Took)
                : 0
        );

    private int To(string carrier) => _taken.Count(arrival => arrival.Carrier == carrier);

    private string Share() =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * _posts.Count(IsDelivered) / _posts.Count:0.00} %");

    private TimeSpan Percentile(IEnumerable<Post> posts, double share)
    {
        var waits = posts.Select(post => Wait(post) ?? TimeSpan.FromDays(1)).Order().ToList();
        return waits.Count == 0 ? TimeSpan.Zero : waits[(int)Math.Ceiling(waits.Count * share) - 1];
    }

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
