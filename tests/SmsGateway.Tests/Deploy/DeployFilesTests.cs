using System.Globalization;
using k8s.Models;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Deploy;

/// <summary>The files of deploy/ against the Host: they set what it reads, ask what it answers, and wait as long as it takes.</summary>
public sealed class DeployFilesTests : IDisposable
{
    private const string StatefulSet = DeployFiles.Embedded + "/statefulset.yaml";

    /// <summary>What the runtime and the framework read.</summary>
    private static readonly string[] OfRuntime = ["DOTNET_EnableDiagnostics", "ASPNETCORE_HTTP_PORTS"];

    private static readonly V1PodSpec Pod = DeployFiles.Manifest<V1StatefulSet>(StatefulSet).Spec.Template.Spec;
    private static readonly V1Container Container = Pod.Containers.Single();

    private readonly EmbeddedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DeployFiles.Unit)]
    [InlineData(DeployFiles.Compose)]
    [InlineData(DeployFiles.Embedded)]
    [InlineData(DeployFiles.AzureStorage)]
    public async Task Every_setting_is_one_that_the_Host_reads(string place)
    {
        await using var host = DeployedHost.On(place, _folder.Path);

        var options = host.Services.GetRequiredService<GatewayOptions>();
        var keys = DeployFiles.SettingsOf(place).Keys;
        Assert.Empty(options.Warnings);
        Assert.Equal(
            options.SecretReferences().Names.Select(name => $"Secrets__{name}").Order(StringComparer.Ordinal),
            keys.Where(key => key.StartsWith("Secrets__", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Empty(
            keys.Where(key => key.Split("__")[0] is not ("Gateway" or "Secrets" or "Store" or "Logging"))
                .Except(OfRuntime)
        );
    }

    [Fact]
    public void A_misspelt_setting_is_found() =>
        Assert.Contains(
            "Gateway__Delivery__TimeToLiv",
            Assert
                .Throws<GatewayConfigurationException>(() =>
                    DeployedHost.On(DeployFiles.Compose, _folder.Path, ("Gateway__Delivery__TimeToLiv", "00:01:00"))
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(DeployFiles.Unit)]
    [InlineData(DeployFiles.Embedded)]
    [InlineData(DeployFiles.AzureStorage)]
    public void What_is_yours_to_fill_in_does_not_start_without_it(string place) =>
        Assert.Contains(
            "Gateway__Carriers__twilio__AccountSid: is a placeholder",
            Assert.Throws<GatewayConfigurationException>(() => DeployedHost.Unfilled(place, _folder.Path)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Probes_ask_what_the_Host_answers()
    {
        await using var host = DeployedHost.On(DeployFiles.Embedded, _folder.Path);
        var answered = ((IEndpointRouteBuilder)host)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Equal(
            ["/livez", "/readyz"],
            new[] { Container.LivenessProbe, Container.ReadinessProbe }.Select(probe => probe.HttpGet.Path)
        );
        Assert.Superset(new HashSet<string?> { "/livez", "/readyz" }, answered.ToHashSet());
    }

    [Fact]
    public void Everybody_means_the_port_on_which_the_Host_listens()
    {
        var port = new Uri(HostAddresses.Default).Port;

        Assert.Equal(port, DeployFiles.ImagePort);
        Assert.Equal(port.ToString(CultureInfo.InvariantCulture), DeployFiles.Image["ASPNETCORE_HTTP_PORTS"]);
        Assert.Contains($"127.0.0.1:{port}:{port}", DeployFiles.List("gateway", "ports"));
        var named = Assert.Single(Container.Ports);
        Assert.Equal(port, named.ContainerPort);
        Assert.All(
            [
                Container.LivenessProbe.HttpGet.Port.Value,
                Container.ReadinessProbe.HttpGet.Port.Value,
                DeployFiles
                    .Manifest<V1Service>($"{DeployFiles.Embedded}/service.yaml")
                    .Spec.Ports.Single()
                    .TargetPort.Value,
                DeployFiles
                    .Manifest<V1NetworkPolicy>($"{DeployFiles.Embedded}/networkpolicy.yaml")
                    .Spec.Ingress.Single()
                    .Ports.Single()
                    .Port.Value,
            ],
            target => Assert.Equal(named.Name, target)
        );
    }

    /// <summary>The SDK cuts it off at a colon when it makes an image for several processors.</summary>
    [Fact]
    public void No_variable_of_the_image_has_a_colon() =>
        Assert.All(DeployFiles.Image.Values, value => Assert.DoesNotContain(":", value, StringComparison.Ordinal));

    [Theory]
    [InlineData(DeployFiles.Unit)]
    [InlineData(DeployFiles.Compose)]
    [InlineData(DeployFiles.Embedded)]
    public async Task Who_stops_it_waits_for_the_longest_drain(string place)
    {
        const string Longest = "Gateway__Delivery__AttemptTimeout";
        await using var host = DeployedHost.On(place, _folder.Path, (Longest, "00:01:00"));
        var drain = host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        Assert.InRange(StopOf(place), drain + TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Assert.Throws<GatewayConfigurationException>(() => DeployedHost.On(place, _folder.Path, (Longest, "00:01:01")));
    }

    [Fact]
    public void The_store_is_the_one_folder_that_is_written()
    {
        var mount = Assert.Single(Container.VolumeMounts);
        Assert.Equal(DeployFiles.Image["Store__Path"], mount.MountPath);
        Assert.Equal(
            $"store:{DeployFiles.EnvironmentOf("gateway")["Store__Path"]}",
            DeployFiles.List("gateway", "volumes").Single()
        );
        Assert.Equal(
            $"Store__Path=%S/{DeployFiles.UnitLines["StateDirectory"].Single()}",
            DeployFiles.UnitLines["Environment"].First()
        );
        Assert.Empty(DeployFiles.UnitLines["ReadWritePaths"]);
        Assert.Equal("strict", DeployFiles.UnitLines["ProtectSystem"].Single());
        Assert.True(Container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.True((bool)DeployFiles.Service("gateway")["read_only"]);
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("simulator")]
    public void A_service_of_the_compose_file_runs_as_the_images_user_and_can_become_no_other(string service)
    {
        Assert.Equal($"{DeployFiles.ImageUser}:{DeployFiles.ImageUser}", DeployFiles.Service(service)["user"]);
        Assert.Equal(["ALL"], DeployFiles.List(service, "cap_drop"));
        Assert.Equal(["no-new-privileges:true"], DeployFiles.List(service, "security_opt"));
    }

    [Fact]
    public void So_does_the_pod()
    {
        var user = long.Parse(DeployFiles.ImageUser, CultureInfo.InvariantCulture);

        Assert.True(Pod.SecurityContext.RunAsNonRoot);
        Assert.Equal(user, Pod.SecurityContext.RunAsUser);
        Assert.Equal(user, Pod.SecurityContext.RunAsGroup);
        Assert.Equal(user, Pod.SecurityContext.FsGroup);
        Assert.Equal("RuntimeDefault", Pod.SecurityContext.SeccompProfile.Type);
        Assert.False(Container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], Container.SecurityContext.Capabilities.Drop);
        Assert.False(Pod.AutomountServiceAccountToken);
    }

    [Fact]
    public void Every_secret_of_the_pod_has_its_name_in_the_Secret() =>
        Assert.All(
            Container.Env,
            variable =>
            {
                var key = variable.ValueFrom.SecretKeyRef;
                Assert.Equal(("sms-gateway", variable.Name), (key.Name, $"Secrets__{key.Key}"));
            }
        );

    private static TimeSpan StopOf(string place) =>
        TimeSpan.FromSeconds(
            place switch
            {
                DeployFiles.Unit => Seconds(DeployFiles.UnitLines["TimeoutStopSec"].Single()),
                DeployFiles.Compose => Seconds(DeployFiles.Text(DeployFiles.Service("gateway")["stop_grace_period"])),
                _ => Pod.TerminationGracePeriodSeconds!.Value - Container.Lifecycle.PreStop.Sleep.Seconds,
            }
        );

    private static long Seconds(string text) => long.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture);
}
