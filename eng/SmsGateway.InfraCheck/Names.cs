using SmsGateway.Configuration;

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

        var near = names.MinBy(candidate => Spelling.Distance(candidate, name))!;
        return Spelling.Distance(near, name) <= Math.Max(2, name.Length / 4)
            ? $"; did you mean '{near}'?"
            : $"; there are {string.Join(", ", names.Take(30))}{(names.Count > 30 ? ", ..." : "")}";
    }
}
