using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>One option that differs. Secrets are masked, and the values are short.</summary>
/// <param name="Path">Such as <c>gateway_authentication.secret</c>.</param>
/// <param name="Before">Null: it was not there.</param>
/// <param name="After">Null: it is not there.</param>
internal sealed record OptionChange(string Path, string? Before, string? After)
{
    public override string ToString() =>
        (Before, After) switch
        {
            (null, _) => $"+ {Path}: {After}",
            (_, null) => $"- {Path}: {Before}",
            _ => $"~ {Path}: {Before} -> {After}",
        };

    public JsonObject ToJson() =>
        new()
        {
            ["path"] = Path,
            ["before"] = Before,
            ["after"] = After,
        };
}

/// <summary>What differs between two options objects, for a person to read.</summary>
internal static class OptionsDiff
{
    private const int Longest = 80;
    private const string Masked = "***";

    /// <summary>MessageMedia's own gateway for Auth0: subject and audience carry an API key and its secret.</summary>
    private const string MessageMediaSecret = "MessageMedia";

    private static readonly string[] SecretWords =
    [
        "secret",
        "token",
        "password",
        "auth_key",
        "api_key",
        "apikey",
        "private",
    ];

    public static IReadOnlyList<OptionChange> Between(string before, string after)
    {
        using var left = JsonDocument.Parse(before);
        using var right = JsonDocument.Parse(after);
        var hidesClaims = HasSecretClaims(left.RootElement) || HasSecretClaims(right.RootElement);
        var changes = new List<OptionChange>();
        Compare("", left.RootElement, right.RootElement, hidesClaims, changes);
        return changes;
    }

    /// <summary>An address without what may be a key in it: user and query.</summary>
    public static string Show(Uri address) =>
        $"{address.Scheme}://{address.Authority}{address.AbsolutePath}{(address.Query.Length > 0 ? "?" + Masked : "")}";

    private static void Compare(
        string prefix,
        JsonElement left,
        JsonElement right,
        bool hidesClaims,
        List<OptionChange> changes
    )
    {
        foreach (var name in Names(left).Concat(Names(right)).Distinct())
        {
            var path = prefix + name;
            var (isLeft, isRight) = (TryGet(left, name, out var before), TryGet(right, name, out var after));
            if (isLeft && isRight && JsonElement.DeepEquals(before, after))
            {
                continue;
            }

            // An object against none is told member by member too: so its secrets are seen as such.
            if (IsObject(isLeft, before) || IsObject(isRight, after))
            {
                Compare(path + ".", isLeft ? before : default, isRight ? after : default, hidesClaims, changes);
                if (!IsObject(isLeft, before) && isLeft)
                {
                    changes.Add(new OptionChange(path, Show(path, before, hidesClaims), null));
                }

                continue;
            }

            changes.Add(
                Change(
                    path,
                    isLeft ? Show(path, before, hidesClaims) : null,
                    isRight ? Show(path, after, hidesClaims) : null
                )
            );
        }
    }

    private static OptionChange Change(string path, string? before, string? after) =>
        before == after ? new OptionChange(path, before, after + " (another)") : new OptionChange(path, before, after);

    private static IEnumerable<string> Names(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(member => member.Name) : [];

    private static bool TryGet(JsonElement json, string name, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value);
    }

    private static bool IsObject(bool isThere, JsonElement json) => isThere && json.ValueKind == JsonValueKind.Object;

    private static string Show(string path, JsonElement value, bool hidesClaims)
    {
        var isClaim = path is "gateway_authentication.subject" or "gateway_authentication.audience";
        if (
            (isClaim && hidesClaims)
            || (
                value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Array && IsSecret(path)
            )
        )
        {
            return Masked;
        }

        var text =
            value.ValueKind == JsonValueKind.String
            && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var address)
            && address.Host.Length > 0
                ? $"\"{Show(address)}\""
                : value.GetRawText();
        return text.Length <= Longest ? text : text[..Longest] + "...";
    }

    private static bool IsSecret(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasSecretClaims(JsonElement options) =>
        TryGet(options, "gateway_authentication", out var authentication)
        && TryGet(authentication, "secret", out var secret)
        && secret.ValueKind == JsonValueKind.String
        && secret.ValueEquals(MessageMediaSecret);
}
