using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Auth0;

/// <summary>A section of a document that shows how to configure the gateway and Auth0, and the blocks in it.</summary>
internal sealed partial class Guide
{
    /// <summary>What the guides call the gateway.</summary>
    public const string GatewayUrl = "https://sms.example.com/api/sms";

    private readonly string _text;
    private readonly List<(string Language, string Text)> _blocks;

    private Guide(string heading, string text)
    {
        Heading = heading;
        _text = text;
        _blocks =
        [
            .. Block().Matches(text).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value)),
        ];
    }

    public string Heading { get; }

    /// <summary>The gateway's settings, written as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings => Lines("Gateway__");

    /// <summary>The name of the one carrier it configures; null in a guide about Auth0 alone.</summary>
    public string? Carrier =>
        Settings
            .Keys.Where(key => key.StartsWith("Gateway__Carriers__", StringComparison.Ordinal))
            .Select(key => key.Split("__")[2])
            .Distinct()
            .SingleOrDefault();

    /// <summary>The secrets of an Action; empty when the guide needs none.</summary>
    public IReadOnlyDictionary<string, string> ActionSecrets => Lines("GATEWAY_URL");

    /// <summary>The triggers of the Actions that the guide installs.</summary>
    public IReadOnlyList<string> Triggers =>
        [.. ActionFile().Matches(_text).Select(match => match.Groups["trigger"].Value).Distinct()];

    /// <summary>Options of a connection: what the guide begins with, if it shows that, and what it ends with.</summary>
    public IReadOnlyList<JsonObject> Options =>
        [.. _blocks.Where(block => block.Language == "json").Select(block => JsonNode.Parse(block.Text)!.AsObject())];

    /// <summary>A request that the guide shows: a line, headers, an empty line and the body; null when it shows none.</summary>
    public string? Request =>
        _blocks.Where(block => block.Language == "http").Select(block => block.Text).SingleOrDefault();

    /// <summary>All sections of a document that hold settings of the gateway.</summary>
    public static IReadOnlyList<Guide> In(string document) =>
        [
            .. RepositoryFiles
                .Read(document)
                .Split("\n## ")[1..]
                .Select(section => new Guide(section[..section.IndexOf('\n', StringComparison.Ordinal)], section))
                .Where(guide => guide.Settings.Count > 0),
        ];

    /// <summary>A setting that the guide's text names with its value.</summary>
    public (string Key, string Value) Mentioned(string key) =>
        (
            key,
            Regex.Match(_text, $"`{Regex.Escape(key)}=([^`]+)`") is { Success: true } match
                ? match.Groups[1].Value
                : throw new InvalidOperationException($"The guide does not mention {key}.")
        );

    private Dictionary<string, string> Lines(string start) =>
        _blocks
            .Where(block => block.Language == "ini" && block.Text.StartsWith(start, StringComparison.Ordinal))
            .SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\(\.\./auth0/actions/(?<trigger>[\w-]+)\.js\)")]
    private static partial Regex ActionFile();
}
