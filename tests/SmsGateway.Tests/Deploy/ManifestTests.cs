using k8s;
using k8s.Models;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Deploy;

/// <summary>The manifests by the types of Kubernetes' own client, and what kustomize makes of them by name.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData(DeployFiles.Embedded, "NetworkPolicy PodDisruptionBudget Service StatefulSet")]
    [InlineData(DeployFiles.AzureStorage, "ServiceAccount StatefulSet")]
    public void Every_field_is_one_that_Kubernetes_knows(string folder, string kinds)
    {
        var manifests = DeployFiles
            .ManifestFiles(folder)
            .SelectMany(file => Load(RepositoryFiles.Read($"{folder}/{file}")));

        Assert.Equal(
            kinds.Split(' '),
            manifests.Cast<IKubernetesObject>().Select(manifest => manifest.Kind).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("readOnlyRootFilesystem", "readOnlyRootFileSystem")]
    [InlineData("seconds: 5", "second: 5")]
    [InlineData("containerPort: 7071", "containerPort: http")]
    public void A_misspelt_field_is_found(string right, string wrong)
    {
        var text = RepositoryFiles.Read($"{DeployFiles.Embedded}/statefulset.yaml");

        Assert.NotEmpty(Load(text));
        Assert.ThrowsAny<Exception>(() => Load(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(DeployFiles.Embedded)]
    [InlineData(DeployFiles.AzureStorage)]
    public void Kustomize_is_given_every_file(string folder)
    {
        var kustomization = DeployFiles.Yaml(RepositoryFiles.Read($"{folder}/kustomization.yaml"));
        var named = Strings(kustomization["resources"])
            .Concat(
                kustomization.TryGetValue("patches", out var patches)
                    ? ((List<object>)patches)
                        .Cast<Dictionary<object, object>>()
                        .Where(patch => patch.ContainsKey("path"))
                        .Select(patch => DeployFiles.Text(patch["path"]))
                    : []
            )
            .ToList();

        Assert.Equal(
            DeployFiles.ManifestFiles(folder),
            named.Where(name => !name.StartsWith("..", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.All(named, name => Assert.True(Path.Exists(Path.Combine(RepositoryFiles.PathOf(folder), name)), name));
        var settings = (Dictionary<object, object>)Assert.Single((List<object>)kustomization["configMapGenerator"]);
        Assert.Equal(["gateway.env"], Strings(settings["envs"]));
        Assert.Equal("sms-gateway", settings["name"]);
    }

    [Fact]
    public void Whoever_selects_selects_the_pod()
    {
        var set = DeployFiles.Manifest<V1StatefulSet>($"{DeployFiles.Embedded}/statefulset.yaml").Spec;
        var label = Assert.Single(set.Template.Metadata.Labels);

        Assert.All(
            [
                set.Selector.MatchLabels,
                DeployFiles.Manifest<V1Service>($"{DeployFiles.Embedded}/service.yaml").Spec.Selector,
                DeployFiles
                    .Manifest<V1PodDisruptionBudget>($"{DeployFiles.Embedded}/poddisruptionbudget.yaml")
                    .Spec.Selector.MatchLabels,
                DeployFiles
                    .Manifest<V1NetworkPolicy>($"{DeployFiles.Embedded}/networkpolicy.yaml")
                    .Spec.PodSelector.MatchLabels,
            ],
            selector => Assert.Equal(label, Assert.Single(selector))
        );
    }

    private static List<object> Load(string text) => KubernetesYaml.LoadAllFromString(text, strict: true);

    private static IEnumerable<string> Strings(object list) => ((List<object>)list).Select(DeployFiles.Text);
}
