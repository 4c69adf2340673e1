using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using k8s;
using Microsoft.Extensions.Configuration;
using SmsGateway.Tests.Docs;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Deploy;

/// <summary>What deploy/, the image and docs/install.md say of how the Host is to run.</summary>
internal static partial class DeployFiles
{
    public const string Unit = "deploy/systemd/sms-gateway.service";
    public const string Compose = "deploy/compose.yaml";
    public const string Embedded = "deploy/kubernetes/embedded";
    public const string AzureStorage = "deploy/kubernetes/azure-storage";

    private static readonly XElement Project = XElement.Parse(
        RepositoryFiles.Read("src/SmsGateway.Host/SmsGateway.Host.csproj")
    );

    private static readonly Dictionary<object, object> Services =
        (Dictionary<object, object>)Yaml(RepositoryFiles.Read(Compose))["services"];

    /// <value>What the image sets.</value>
    public static IReadOnlyDictionary<string, string> Image { get; } =
        Project
            .Descendants("ContainerEnvironmentVariable")
            .ToDictionary(
                variable => variable.Attribute("Include")!.Value,
                variable => variable.Attribute("Value")!.Value
            );

    public static int ImagePort { get; } =
        int.Parse(
            Project.Descendants("ContainerPort").Single().Attribute("Include")!.Value,
            CultureInfo.InvariantCulture
        );

    public static string ImageUser { get; } =
        XElement.Parse(RepositoryFiles.Read("eng/Image.props")).Descendants("ContainerUser").Single().Value;

    /// <value>The lines of the unit; a key may stand several times.</value>
    public static ILookup<string, string> UnitLines { get; } =
        RepositoryFiles
            .Read(Unit)
            .Split('\n')
            .Where(line => !line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split('=', 2))
            .ToLookup(parts => parts[0], parts => parts[1]);

    /// <summary>All that the Host is told in one of these places, as environment variables are written; what is left to be filled in, too.</summary>
    public static Dictionary<string, string> SettingsOf(string place) =>
        place switch
        {
            Unit => Merged(PageSettings(), UnitLines["Environment"].Select(Pair)),
            Compose => Merged(Image, EnvironmentOf("gateway")),
            Embedded => Merged(
                Image,
                Lines($"{Embedded}/gateway.env"),
                SecretsOfPod().Select(name => KeyValuePair.Create(name, "..."))
            ),
            AzureStorage => Merged(SettingsOf(Embedded), Lines($"{AzureStorage}/gateway.env")),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "There is no such place."),
        };

    public static Dictionary<object, object> Service(string name) => (Dictionary<object, object>)Services[name];

    public static Dictionary<string, string> EnvironmentOf(string service) =>
        ((Dictionary<object, object>)Service(service)["environment"]).ToDictionary(
            pair => Text(pair.Key),
            pair => Text(pair.Value)
        );

    /// <summary>What a service of the compose file lists under a key.</summary>
    public static IEnumerable<string> List(string service, string key) =>
        ((List<object>)Service(service)[key]).Select(Text);

    /// <summary>The files of a folder of manifests that kustomize puts together.</summary>
    public static IReadOnlyList<string> ManifestFiles(string folder) =>
        [
            .. Directory
                .EnumerateFiles(RepositoryFiles.PathOf(folder), "*.yaml")
                .Select(Path.GetFileName)
                .OfType<string>()
                .Where(file => file != "kustomization.yaml")
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Reads manifests by the types of Kubernetes' own client, which refuse a field that they do not have.</summary>
    public static T Manifest<T>(string path) => KubernetesYaml.Deserialize<T>(RepositoryFiles.Read(path), strict: true);

    public static Dictionary<object, object> Yaml(string text) =>
        KubernetesYaml.Deserialize<Dictionary<object, object>>(text, strict: true);

    public static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>Variables of the pod that come from the Secret.</summary>
    private static IEnumerable<string> SecretsOfPod() =>
        Manifest<k8s.Models.V1StatefulSet>($"{Embedded}/statefulset.yaml")
            .Spec.Template.Spec.Containers.Single()
            .Env.Select(variable => variable.Name);

    /// <summary>The appsettings.json that the page shows.</summary>
    private static IEnumerable<KeyValuePair<string, string>> PageSettings()
    {
        var json = JsonBlock().Match(Page.At("docs/install.md").Text).Groups["json"].Value;
        return new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
            .Build()
            .AsEnumerable()
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key.Replace(":", "__", StringComparison.Ordinal), pair.Value!));
    }

    private static IEnumerable<KeyValuePair<string, string>> Lines(string path) =>
        RepositoryFiles
            .Read(path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(Pair);

    private static KeyValuePair<string, string> Pair(string line) =>
        line.Split('=', 2) is [var key, var value]
            ? KeyValuePair.Create(key, value)
            : throw new FormatException($"'{line}' sets nothing.");

    private static Dictionary<string, string> Merged(params IEnumerable<KeyValuePair<string, string>>[] layers)
    {
        var merged = new Dictionary<string, string>();
        foreach (var (key, value) in layers.SelectMany(layer => layer))
        {
            merged[key] = value;
        }

        return merged;
    }

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
