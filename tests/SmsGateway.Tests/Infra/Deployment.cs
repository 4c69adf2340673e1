using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsGateway.Tests.Infra;

/// <summary>What would be deployed, as the compiler works it out; what only Azure knows is still an expression in brackets.</summary>
internal sealed record Deployment(
    IReadOnlyList<DeployedResource> Resources,
    IReadOnlyDictionary<string, string> Outputs
)
{
    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    public static Deployment Of(JsonElement snapshot) =>
        new(
            [
                .. snapshot
                    .GetProperty("predictedResources")
                    .EnumerateArray()
                    .Select(resource => new DeployedResource(resource)),
            ],
            snapshot
                .GetProperty("outputs")
                .EnumerateObject()
                .ToDictionary(output => output.Name, output => output.Value.GetRawText())
        );

    public IEnumerable<DeployedResource> Of(string type) =>
        Resources.Where(resource => resource.Type.Equals(type, StringComparison.OrdinalIgnoreCase));

    public Deployment Without(DeployedResource resource) =>
        this with
        {
            Resources = [.. Resources.Where(other => other != resource)],
        };
}

/// <summary>A resource with all it is deployed with.</summary>
internal sealed partial record DeployedResource(JsonElement Body)
{
    public string Id => Body.GetProperty("id").GetString()!;

    public string Type => Body.GetProperty("type").GetString()!;

    /// <value>With its parents' names.</value>
    public string Name => Body.GetProperty("name").GetString()!;

    /// <summary>A property's text, such as of <c>properties.httpsOnly</c>; null when it is not there.</summary>
    public string? this[string path] => Find(path) is { } value ? TextOf(value) : null;

    public JsonElement? Find(string path)
    {
        var value = Body;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }

    public IEnumerable<JsonElement> List(string path) =>
        Find(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public IEnumerable<(string Name, string Value)> Members(string path) =>
        Find(path) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject().Select(member => (member.Name, TextOf(member.Value)))
            : [];

    public override string ToString() => $"{Type} '{Name}'";

    private static string TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Evaluated(value.GetString()!),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        };

    /// <summary>Addresses are put together with the cloud's own suffixes, which the compiler leaves open.</summary>
    private static string Evaluated(string text)
    {
        var format = Format()
            .Match(
                text.Replace("environment().suffixes.storage", "'core.windows.net'", StringComparison.Ordinal)
                    .Replace("environment().suffixes.keyvaultDns", "'.vault.azure.net'", StringComparison.Ordinal)
            );
        return format.Success
            ? string.Format(
                CultureInfo.InvariantCulture,
                format.Groups["format"].Value,
                [.. format.Groups["argument"].Captures.Select(argument => argument.Value)]
            )
            : text;
    }

    [GeneratedRegex(@"^\[format\('(?<format>[^']*)'(?:, '(?<argument>[^']*)')*\)\]$")]
    private static partial Regex Format();
}
