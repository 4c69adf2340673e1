namespace SmsGateway.InfraCheck;

internal static class Names
{
    /// <summary>"; did you mean x?" when one of the names is near, else which there are.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var names = known.Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return "";
        }

        var near = names.MinBy(candidate => Distance(candidate, name))!;
        return Distance(near, name) <= Math.Max(2, name.Length / 4)
            ? $"; did you mean '{near}'?"
            : $"; there are {string.Join(", ", names.Take(30))}{(names.Count > 30 ? ", ..." : "")}";
    }

    /// <summary>Levenshtein distance, regardless of case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[b.Length];
    }
}
