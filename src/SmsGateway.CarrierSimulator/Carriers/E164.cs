namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>E.164 numbers: 7 to 15 digits, the first not zero.</summary>
internal static class E164
{
    public static bool IsNumber(string? text, bool plusRequired)
    {
        var hasPlus = text is ['+', ..];
        var digits = hasPlus ? text.AsSpan(1) : text.AsSpan();
        return (hasPlus || !plusRequired)
            && digits.Length is >= 7 and <= 15
            && digits[0] != '0'
            && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
