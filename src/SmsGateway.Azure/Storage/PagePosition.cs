using System.Globalization;
using System.Text;
using SmsGateway.DeadLetters;

namespace SmsGateway.Azure.Storage;

/// <summary>Where a page of dead letters ended: the next one starts with what is older.</summary>
/// <param name="DiedAt">Time of death of the last one shown.</param>
/// <param name="Id">Its id, which orders those of the same moment.</param>
internal sealed record PagePosition(DateTimeOffset DiedAt, string Id)
{
    public DateOnly Day => DeadLetterBlobs.DayOf(DiedAt);

    public static PagePosition After(DeadLetterEntry entry) => new(entry.DiedAt, entry.Id);

    /// <summary>Everything of this day has been looked at.</summary>
    public static PagePosition After(DateOnly day) =>
        new(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), "");

    /// <returns>Null for no token: the very beginning.</returns>
    /// <exception cref="UnknownPageException">The token is not ours.</exception>
    public static PagePosition? Parse(string? token)
    {
        if (token is null)
        {
            return null;
        }

        try
        {
            return
                Encoding.UTF8.GetString(Convert.FromHexString(token)).Split('/') is [var ticks, var id]
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var utcTicks)
                && utcTicks <= DateTimeOffset.MaxValue.Ticks
                ? new PagePosition(new DateTimeOffset(utcTicks, TimeSpan.Zero), id)
                : throw new UnknownPageException();
        }
        catch (FormatException e)
        {
            throw new UnknownPageException("", e);
        }
    }

    public bool IsBefore(DeadLetterEntry entry) =>
        entry.DiedAt < DiedAt || (entry.DiedAt == DiedAt && string.CompareOrdinal(entry.Id, Id) < 0);

    public override string ToString() =>
        Convert.ToHexString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{DiedAt.UtcTicks}/{Id}"))
        );
}
