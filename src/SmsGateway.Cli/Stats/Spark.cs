namespace SmsGateway.Cli.Stats;

/// <summary>A row of bars as high as the numbers are, in characters.</summary>
internal static class Spark
{
    private const char Zero = '▁';

    /// <summary>Whatever is not zero is seen to be more than that.</summary>
    private const string Heights = "▂▃▄▅▆▇█";

    /// <param name="values">Oldest first, none below zero.</param>
    /// <param name="bars">How many; each is the highest of as many values, so that no minute hides.</param>
    public static string Line(IReadOnlyCollection<double> values, int bars)
    {
        var heights = values.Chunk(values.Count / bars).Select(chunk => chunk.Max()).ToList();
        var highest = heights.Max();
        return string.Concat(
            heights.Select(value => value > 0 ? Heights[(int)Math.Ceiling(value / highest * Heights.Length) - 1] : Zero)
        );
    }
}
