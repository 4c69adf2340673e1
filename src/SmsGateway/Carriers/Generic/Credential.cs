using System.Text.RegularExpressions;

namespace SmsGateway.Carriers.Generic;

/// <summary>No setting holds a secret: what is called like one names it.</summary>
internal static partial class Credential
{
    public const string Mistake =
        "holds what looks like a credential in clear; put it among the secrets and write {secret:<name>}";

    /// <param name="name">Of a header, a field, a member or a parameter.</param>
    public static bool IsNameOfOne(string name) => Names().IsMatch(name);

    [GeneratedRegex(
        @"(?:^|[-_.])(?:key|pass|auth)$|(?:api|access|auth|account|app|secret|private|subscription)[-_.]?key$|authorization$|token$|secret$|passw(?:or)?d$|pwd$|credentials?$|signature$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Names();
}
