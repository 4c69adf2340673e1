namespace SmsGateway.Carriers;

/// <summary>
/// How many messages may be on their way to one carrier at once. Each carrier has places of its own, so one that does not answer
/// holds up nobody else's messages; one that keeps failing has a single place, for probes, until it delivers. Nobody waits for a
/// place here: a message that finds none is told when to come back. Where a carrier takes only so many a second, a place beyond
/// that is none. One that is switched off has none at all.
/// </summary>
/// <param name="own">The carrier's places.</param>
/// <param name="health">Whether it keeps failing.</param>
/// <param name="perSecond">How many messages it gets in a second; null for no limit.</param>
public sealed class CarrierPlaces(int own, CarrierHealth health, TimeProvider time, double? perSecond = null)
{
    /// <summary>No answer for so long, with every place taken: nothing will be free soon.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <summary>The same of a carrier that used to answer many times in so long.</summary>
    private static readonly TimeSpan Hesitation = TimeSpan.FromMilliseconds(100);

    /// <summary>Nobody has asked for a place for so long: the carrier is not in use.</summary>
    private static readonly TimeSpan Disuse = TimeSpan.FromSeconds(10);

    /// <summary>The earliest return to a carrier that is busy, and to one that is failing or silent.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);

    /// <summary>The latest return: how long after its recovery a carrier gets the last of what waited for it.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Between the returns to a carrier whose pace is not known. Each return costs the store a read and a write, five calls on
    /// Azure Storage: 100 a second are a percent or two of a core, and a quarter of what a storage queue takes.
    /// </summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);

    /// <summary>With a place free so often, what waits for it in the queue is soon gone, and cheaper left there than put back.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(1);

    /// <summary>How much of each new duration goes into the mean.</summary>
    private const double Weight = 1.0 / 16;

    private readonly Lock _lock = new();
    private readonly SendRate? _rate = perSecond is { } rate ? new SendRate(rate, time) : null;
    private int _taken;
    private double _meanSeconds;
    private long _lastAnswer;
    private long _lastAsked;
    private bool _isAskedFor;
    private bool _wasStuck;
    private TimeSpan _line;
    private long _lineAt;

    /// <summary>For a carrier that has nobody to share with: what the process has in hand bounds it.</summary>
    public const int Unlimited = int.MaxValue;

    /// <summary>The places of a carrier for which nothing is configured: no limit for the only one, otherwise an equal part of them.</summary>
    /// <param name="all">What the process works on at once.</param>
    /// <param name="carriers">How many carriers are configured.</param>
    public static int Share(int all, int carriers) => carriers < 2 ? Unlimited : Math.Max(1, all / carriers);

    /// <summary>The carrier's places when it is well.</summary>
    public int Own => own;

    /// <summary>Whether operators let it have messages.</summary>
    public CarrierSwitch Switch { get; } = new(time);

    /// <summary>Takes a place, to be given back with <see cref="Leave"/>.</summary>
    /// <returns>False when none is free, or the carrier has had its messages of this second.</returns>
    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            (_lastAsked, _isAskedFor) = (now, true);
            if (_taken >= Limit || _rate?.TryTake(now) == false)
            {
                return false;
            }

            if (_taken++ == 0)
            {
                _lastAnswer = now;
            }

            return true;
        }
    }

    /// <param name="duration">How long the place was taken.</param>
    public void Leave(TimeSpan duration)
    {
        lock (_lock)
        {
            _taken--;
            _lastAnswer = time.GetTimestamp();
            _meanSeconds += (duration.TotalSeconds - _meanSeconds) * (_meanSeconds > 0 ? Weight : 1);
        }
    }

    /// <summary>
    /// When a message that found no place is to come back: behind those that were told before, at the carrier's own pace, so that
    /// the store is not asked again and again for messages that nobody can take.
    /// </summary>
    /// <param name="longest">As long as the message can wait.</param>
    public TimeSpan Turn(TimeSpan longest)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_rate is not null && _taken < Limit)
            {
                return _rate.Turn(now, longest);
            }

            var isStuck = IsStuck(now);
            var turn = InLine(now, isStuck);
            (_wasStuck, _line, _lineAt) = (isStuck, turn + (isStuck ? Spacing : Interval), now);
            return turn;
        }
    }

    /// <summary>What <see cref="Turn"/> would say.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                return _rate is not null && _taken < Limit ? _rate.Ahead(now) : InLine(now, IsStuck(now));
            }
        }
    }

    /// <summary>Whether what waits for this carrier is in everybody's way, or passes quickly or is nothing.</summary>
    public PlaceUse Use
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                if (Switch.IsOff || (_taken == 0 && (!_isAskedFor || time.GetElapsedTime(_lastAsked, now) > Disuse)))
                {
                    return PlaceUse.None;
                }

                return (_taken >= Limit && !IsQuick(now)) || _rate?.Wait(now) > Quick
                    ? PlaceUse.Blocking
                    : PlaceUse.Passing;
            }
        }
    }

    private int Limit =>
        Switch.IsOff ? 0
        : health.HasFailed ? 1
        : own;

    private TimeSpan InLine(long now, bool isStuck)
    {
        var ahead = isStuck == _wasStuck ? _line - time.GetElapsedTime(_lineAt, now) : TimeSpan.Zero;
        var earliest = isStuck ? Later : Soon;
        var turn = ahead > earliest ? ahead : earliest;
        return turn < Latest ? turn : Latest;
    }

    /// <summary>Between two answers, when every place is taken.</summary>
    private TimeSpan Interval => TimeSpan.FromSeconds(_meanSeconds / own);

    private bool IsQuick(long now) =>
        !health.HasFailed
        && _meanSeconds > 0
        && Interval <= Quick
        && time.GetElapsedTime(_lastAnswer, now) < Hesitation;

    private bool IsStuck(long now) =>
        Switch.IsOff
        || health.HasFailed
        || _meanSeconds == 0
        || (_taken >= Limit && time.GetElapsedTime(_lastAnswer, now) >= Silence);
}

/// <summary>What a carrier's places mean for the messages of others that wait in the same queue.</summary>
public enum PlaceUse
{
    /// <summary>Nobody has asked for it lately.</summary>
    None,

    /// <summary>It has places, or they are free again soon.</summary>
    Passing,

    /// <summary>It has none, and not soon: its messages are to be put out of the way.</summary>
    Blocking,
}
