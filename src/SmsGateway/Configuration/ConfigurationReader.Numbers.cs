using System.Globalization;

namespace SmsGateway.Configuration;

public sealed partial class ConfigurationReader
{
    /// <summary>K: with Z, with an offset, or with none.</summary>
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    public int Number(string key, int defaultValue, int min, int max)
    {
        var text = Optional(key);
        if (text is null)
        {
            return defaultValue;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
        )
        {
            return value;
        }

        Error(key, $"must be a whole number from {min} to {max}");
        return defaultValue;
    }

    /// <summary>A part of a whole: over 0, at most 1.</summary>
    public double Share(string key, double defaultValue)
    {
        var text = Optional(key);
        if (text is null)
        {
            return defaultValue;
        }

        if (Decimal(text) is { } value and > 0 and <= 1)
        {
            return value;
        }

        Error(key, "must be a number over 0, at most 1, such as 0.33");
        return defaultValue;
    }

    /// <summary>So many a second.</summary>
    public double? Rate(string key, double min, double max)
    {
        var text = Optional(key);
        if (text is null)
        {
            return null;
        }

        if (Decimal(text) is { } value && value >= min && value <= max)
        {
            return value;
        }

        Error(
            key,
            string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}, such as 5 or 0.1")
        );
        return null;
    }

    /// <summary>A moment by ISO 8601, in UTC where it does not say; a date is the moment when it begins.</summary>
    public DateTimeOffset? Moment(string key)
    {
        var text = Optional(key);
        if (text is null)
        {
            return null;
        }

        if (
            DateTimeOffset.TryParseExact(
                text,
                Moments,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var moment
            )
        )
        {
            return moment;
        }

        Error(key, "must be a date or a moment, such as 2027-01-01 or 2027-01-01T18:00:00Z");
        return null;
    }

    /// <summary>Digits with a point among them or none.</summary>
    private static double? Decimal(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
