using System.Buffers;

namespace SmsGateway.Carriers.Generic;

/// <summary>The path below <c>BaseAddress</c> and the query behind it. Whatever is filled in stays within its segment or parameter.</summary>
/// <param name="path">Up to the question mark.</param>
/// <param name="parameters">Of the query, each with its name.</param>
internal sealed class AddressTemplate(ValueTemplate path, IReadOnlyList<ValueTemplate> parameters)
{
    /// <summary>What a URI may hold (RFC 3986), but for what begins a query or a fragment.</summary>
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%[]"
    );

    public IReadOnlyList<ValueTemplate> Texts => [path, .. parameters];

    public string Render(PlaceholderValues values)
    {
        // With the dot, a first segment that has a colon is no scheme.
        var address = "./" + path.Render(values, Uri.EscapeDataString);
        var mark = '?';
        foreach (var parameter in parameters)
        {
            if (!parameter.IsMissing(values))
            {
                address += mark + parameter.Render(values, Uri.EscapeDataString);
                mark = '&';
            }
        }

        return address;
    }

    /// <param name="text">As configured; one slash before it changes nothing.</param>
    /// <param name="mistake">Gets what is wrong with it.</param>
    public static AddressTemplate Read(string text, Action<string> mistake)
    {
        var halves = (text.StartsWith('/') ? text[1..] : text).Split('?', 2);
        var path = ValueTemplate.Read(halves[0], mistake);
        var parameters = halves
            .Skip(1)
            .SelectMany(query => query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            .Select(parameter => ValueTemplate.Read(parameter, mistake))
            .ToList();
        if (IsElsewhere(path.Shape))
        {
            mistake("must be a path below BaseAddress, without host, // and .., such as v1/messages");
        }

        if (!IsAllowed(path.Shape) || !parameters.TrueForAll(parameter => IsAllowed(parameter.Shape)))
        {
            mistake("holds what no address holds as it is; write it percent-encoded, such as %20 for a space");
        }

        foreach (var field in path.Fields.Where(field => field.IsAnyText || field.MayBeMissing))
        {
            mistake(
                $"{{{field.Name}}} may stand behind the ? only: it "
                    + (field.IsAnyText ? "can be any text" : "may be missing")
            );
        }

        if (parameters.Exists(IsCredential))
        {
            mistake(Credential.Mistake);
        }

        return new AddressTemplate(path, parameters);
    }

    private static bool IsElsewhere(string path) =>
        path.Contains("//", StringComparison.Ordinal)
        || path.StartsWith('/')
        || path.Split('/').Any(segment => segment is "." or "..");

    private static bool IsAllowed(string literal)
    {
        for (var i = literal.IndexOf('%', StringComparison.Ordinal); i >= 0; i = literal.IndexOf('%', i + 1))
        {
            if (
                i + 2 >= literal.Length
                || !char.IsAsciiHexDigit(literal[i + 1])
                || !char.IsAsciiHexDigit(literal[i + 2])
            )
            {
                return false;
            }
        }

        return !literal.AsSpan().ContainsAnyExcept(Allowed);
    }

    private static bool IsCredential(ValueTemplate parameter) =>
        parameter.IsLiteral
        && parameter.Shape.Split('=', 2) is [var name, { Length: > 0 }]
        && Credential.IsNameOfOne(name);
}
