namespace SmsGateway.Carriers;

/// <summary>
/// Whether operators have switched a carrier off. It is asked for each message, and costs a look at a field while nobody has. What
/// is on its way to the carrier is not cut off.
/// </summary>
public sealed class CarrierSwitch(TimeProvider time)
{
    private volatile SwitchedOff? _off;

    /// <summary>Since when and until when; null while it is on.</summary>
    public SwitchedOff? Off => _off is { } off && !(off.Until <= time.GetUtcNow()) ? off : null;

    public bool IsOff => Off is not null;

    /// <param name="off">Null, or over: it is on.</param>
    /// <returns>Whether that is anything new.</returns>
    public bool Set(SwitchedOff? off)
    {
        var set = off?.Until <= time.GetUtcNow() ? null : off;
        var isNew = _off != set;
        _off = set;
        return isNew;
    }
}

/// <param name="Since">When an operator did it.</param>
/// <param name="Until">When it ends by itself; null: when an operator switches it on.</param>
public sealed record SwitchedOff(DateTimeOffset Since, DateTimeOffset? Until);
