using System.Globalization;

namespace SmsGateway.Configuration;

public sealed partial class ConfigurationReader
{
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

    /// <summary>Digits with a point among them or none.</summary>
    private static double? Decimal(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
