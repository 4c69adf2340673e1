using System.Reflection;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.Storage;
using SmsGateway.Carriers;
using SmsGateway.CarrierSimulator;
using SmsGateway.Cli.Commands;
using SmsGateway.Configuration;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Functions;
using SmsGateway.Host;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using SmsGateway.Texts;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace SmsGateway.Tests.Architecture;

/// <summary>What keeps the house as it is: one direction between features, and each outside thing in one room.</summary>
public sealed class ArchitectureTests
{
    private const string Root = nameof(SmsGateway);

    private static readonly Assembly Core = typeof(GatewayOptions).Assembly;

    private static readonly Assembly[] Source =
    [
        Core,
        typeof(StorageSendQueue).Assembly,
        typeof(EmbeddedStore).Assembly,
        typeof(AcceptMessage).Assembly,
        typeof(HostApp).Assembly,
        typeof(SimulatorApp).Assembly,
        typeof(CliApp).Assembly,
    ];

    private static readonly ArchUnitNET.Domain.Architecture CoreOnly = new ArchLoader().LoadAssemblies(Core).Build();

    private static readonly ArchUnitNET.Domain.Architecture All = new ArchLoader().LoadAssemblies(Source).Build();

    /// <summary>Each feature with those it may use; what is not listed here has no place yet.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Messages"] = [],
        ["Configuration"] = ["Messages"],
        ["Telemetry"] = ["Messages"],
        ["Http"] = ["Messages"],
        ["Texts"] = ["Messages", "Configuration"],
        ["Secrets"] = ["Messages", "Configuration", "Telemetry", "Http"],
        ["Encryption"] = ["Messages", "Configuration", "Secrets"],
        ["Queue"] = ["Messages", "Configuration", "Telemetry", "Http", "Secrets", "Encryption"],
        ["DeadLetters"] = ["Messages", "Configuration", "Telemetry", "Http", "Secrets", "Encryption", "Queue"],
        ["Stats"] = ["Messages", "Configuration", "Telemetry", "Queue"],
        ["Deliveries"] = ["Messages", "Configuration", "Telemetry", "Http", "Queue"],
        ["Carriers"] = ["Messages", "Configuration", "Telemetry", "Http", "Texts", "Secrets"],
        ["Routing"] = ["Messages", "Configuration", "Telemetry", "Carriers"],
        ["Notifications"] = ["Messages", "Configuration", "Telemetry", "Secrets", "Carriers"],
        ["Callers"] = ["Messages", "Configuration", "Secrets", "Routing"],
        ["Admission"] = ["Messages", "Configuration", "Telemetry", "Secrets", "Encryption", "Queue", "DeadLetters"],
        ["Acceptance"] =
        [
            "Admission",
            "Messages",
            "Configuration",
            "Telemetry",
            "Http",
            "Texts",
            "Secrets",
            "Queue",
            "Routing",
            "Callers",
        ],
        ["Delivery"] =
        [
            "Messages",
            "Configuration",
            "Telemetry",
            "Secrets",
            "Queue",
            "DeadLetters",
            "Deliveries",
            "Carriers",
            "Routing",
        ],
        ["Operators"] =
        [
            "Admission",
            "Messages",
            "Configuration",
            "Telemetry",
            "Http",
            "Secrets",
            "Encryption",
            "Queue",
            "Stats",
            "DeadLetters",
            "Deliveries",
            "Carriers",
            "Routing",
            "Callers",
            "Delivery",
            "Notifications",
        ],
    };

    private static readonly string[] NotCounted =
    [
        nameof(TimeProvider),
        nameof(GatewayTelemetry),
        nameof(ConfigurationWarnings),
        nameof(ILogger),
        "ILogger`1",
        nameof(TimeSpan),
        "Func`1",
    ];

    public static TheoryData<string> Features => [.. MayUse.Keys];

    /// <summary>Together with the rule of each feature below: no cycles.</summary>
    [Fact]
    public void The_direction_has_no_way_back()
    {
        var features = MayUse.Keys.ToList();
        Assert.All(
            MayUse,
            feature =>
                Assert.All(
                    feature.Value,
                    used =>
                        Assert.True(
                            features.IndexOf(used) < features.IndexOf(feature.Key),
                            $"{feature.Key} may use {used}"
                        )
                )
        );
    }

    [Fact]
    public void Every_feature_of_the_core_has_its_place_in_the_direction() =>
        Assert.Equal(
            MayUse.Keys.Order(StringComparer.Ordinal),
            Core.GetTypes().Select(FeatureOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_uses_only_what_lies_below_it(string feature)
    {
        var above = MayUse
            .Keys.Except(MayUse[feature])
            .Except([feature])
            .Select(other => $"{Root}\\.{other}(\\..*)?")
            .Append(Root);

        Types()
            .That()
            .ResideInNamespaceMatching($"^{Root}\\.{feature}(\\..*)?$")
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($"^({string.Join('|', above)})$"))
            .Check(CoreOnly);
    }

    [Theory]
    [InlineData("Microsoft.Azure.Functions", "SmsGateway.Functions")]
    [InlineData("Microsoft.AspNetCore", "SmsGateway.Host", "SmsGateway.CarrierSimulator")]
    [InlineData("Azure", "SmsGateway.Azure")]
    [InlineData("Microsoft.Data.Sqlite", "SmsGateway.Embedded")]
    [InlineData("SQLitePCL", "SmsGateway.Embedded")]
    public void What_comes_from_outside_stays_in_its_room(string outside, params string[] rooms)
    {
        foreach (var assembly in Source.Where(assembly => !rooms.Contains(assembly.GetName().Name)))
        {
            Assert.DoesNotContain(
                assembly.GetReferencedAssemblies(),
                reference =>
                    reference.Name == outside || reference.Name!.StartsWith(outside + ".", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void No_carrier_knows_another_one()
    {
        var carriers = typeof(ICarrier).Namespace!;
        SliceRuleDefinition
            .Slices()
            .Matching($"{carriers}.(*)")
            .Should()
            .NotDependOnEachOther()
            .Check(
                new ArchLoader()
                    .LoadNamespacesWithinAssembly(Core, [.. CarrierTypes.Select(type => type.Namespace!)])
                    .Build()
            );
    }

    [Fact]
    public void A_carrier_is_internal_and_sealed()
    {
        Assert.NotEmpty(CarrierTypes);
        Assert.All(CarrierTypes, type => Assert.True(type is { IsNotPublic: true, IsSealed: true }, type.Name));
    }

    [Fact]
    public void What_decides_is_static_and_knows_neither_clock_nor_log()
    {
        var pure = Core.GetTypes()
            .Where(type =>
                type == typeof(RecoverabilityPolicy)
                || type == typeof(Backoff)
                || type.Name.EndsWith("StatusMap", StringComparison.Ordinal)
            )
            .ToList();

        Assert.True(pure.Count > 4);
        Assert.All(pure, type => Assert.True(type is { IsAbstract: true, IsSealed: true }, type.Name));
        Types().That().Are(pure).Should().NotDependOnAny(typeof(TimeProvider), typeof(ILogger)).Check(CoreOnly);
    }

    [Fact]
    public void A_lease_stays_with_the_queue_the_stores_and_who_holds_it()
    {
        string[] holders =
        [
            "QueuePump",
            nameof(LeasedDelivery),
            nameof(DeliveryHandler),
            nameof(MessageEnd),
            nameof(IDeadLetterStore),
            nameof(LeaseTakeOver),
        ];

        Assert.All(
            UsersOf(typeof(QueueLease)),
            user =>
                Assert.True(
                    user.Namespace.FullName is "SmsGateway.Queue" or "SmsGateway.Embedded" or "SmsGateway.Azure.Storage"
                        || holders.Any(holder => user.Name.StartsWith(holder, StringComparison.Ordinal)),
                    user.FullName
                )
        );
    }

    /// <summary>What seals is behind these two, so that no store can write a message that is not sealed.</summary>
    [Fact]
    public void A_store_writes_messages_and_dead_letters_through_their_codecs_alone() =>
        Assert.DoesNotContain(
            All.Types.Where(type =>
                type.Namespace.FullName.StartsWith("SmsGateway.Embedded", StringComparison.Ordinal)
                || type.Namespace.FullName.StartsWith("SmsGateway.Azure", StringComparison.Ordinal)
            ),
            type =>
                type.Dependencies.Any(dependency =>
                    dependency.Target.Name is nameof(EnvelopeSerializer) or nameof(DeadLetterSerializer)
                )
        );

    [Fact]
    public void Nobody_but_the_root_and_the_heads_knows_all_settings() =>
        Assert.All(
            UsersOf(typeof(GatewayOptions)),
            user =>
                Assert.True(
                    user.Namespace.FullName is Root or "SmsGateway.Host" or "SmsGateway.Functions",
                    user.FullName
                )
        );

    [Fact]
    public void Nothing_takes_more_than_five_collaborators() =>
        Assert.All(
            Source
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type =>
                    type is { IsClass: true, IsNested: false }
                    && !type.Name.StartsWith('<')
                    && type.GetMethod("<Clone>$") is null
                )
                .SelectMany(type =>
                    type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                ),
            constructor =>
            {
                var collaborators = constructor
                    .GetParameters()
                    .Select(parameter => parameter.ParameterType)
                    .Where(IsCollaborator)
                    .ToList();
                Assert.True(
                    collaborators.Count <= 5,
                    $"{constructor.DeclaringType} takes {collaborators.Count}: {string.Join(", ", collaborators.Select(type => type.Name))}"
                );
            }
        );

    /// <summary>It judges the gateway, so it must not share the gateway's mistakes; it only shows what the gateway would count.</summary>
    [Fact]
    public void The_carrier_simulator_takes_the_count_of_segments_from_the_core_and_nothing_else() =>
        Assert.Equal(
            [typeof(TextSize).FullName],
            All.Types.Where(type =>
                    type.Namespace.FullName.StartsWith(typeof(SimulatorApp).Namespace!, StringComparison.Ordinal)
                )
                .SelectMany(type => type.Dependencies)
                .Select(dependency => dependency.Target.FullName)
                .Intersect(CoreOnly.Types.Select(type => type.FullName))
                .Distinct()
        );

    [Fact]
    public void Nothing_under_src_or_tests_refers_to_tools()
    {
        var projects = ProjectsIn("src").Concat(ProjectsIn("tests")).ToList();

        Assert.True(projects.Count > 7);
        Assert.All(
            projects,
            project =>
                Assert.DoesNotContain(
                    project.Document.Descendants("ProjectReference"),
                    reference =>
                        ((string?)reference.Attribute("Include"))?.Contains("tools/", StringComparison.Ordinal) == true
                )
        );
    }

    [Fact]
    public void What_is_internal_is_open_to_the_tests_alone() =>
        Assert.All(
            ProjectsIn("src"),
            project =>
                Assert.All(
                    project.Document.Descendants("InternalsVisibleTo"),
                    friend => Assert.True((string?)friend.Attribute("Include") == "SmsGateway.Tests", project.Name)
                )
        );

    /// <summary>But for the carrier simulator, which speaks of the same things from the other side.</summary>
    [Fact]
    public void No_two_types_have_one_name() =>
        Assert.Empty(
            from type in Source
                .Where(assembly => assembly != typeof(SimulatorApp).Assembly)
                .SelectMany(assembly => assembly.GetTypes())
            where
                !type.IsNested
                && type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true
                && !type.Name.Contains('<', StringComparison.Ordinal)
            group type by type.Name into types
            where types.Count() > 1
            select string.Join(", ", types.Select(type => type.FullName))
        );

    private static List<System.Type> CarrierTypes =>
        [.. Core.GetTypes().Where(type => type.IsClass && typeof(ICarrier).IsAssignableFrom(type))];

    /// <returns>Null for the root's own types and for what the compiler makes.</returns>
    private static string? FeatureOf(System.Type type) =>
        type.Namespace?.Split('.') is [Root, var feature, ..] ? feature : null;

    private static IEnumerable<IType> UsersOf(System.Type used) =>
        All.Types.Where(type =>
            type.Dependencies.Any(dependency => dependency.Target.FullName == used.FullName)
            && type.FullName != used.FullName
        );

    private static bool IsCollaborator(System.Type type) =>
        !NotCounted.Contains(type.Name)
        && !type.Name.EndsWith("Options", StringComparison.Ordinal)
        && !type.IsPrimitive
        && type != typeof(string);

    private static IEnumerable<(string Name, XDocument Document)> ProjectsIn(string folder) =>
        Directory
            .EnumerateFiles(RepositoryFiles.PathOf(folder), "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .Select(path => (Path.GetFileName(path), XDocument.Load(path)));
}
