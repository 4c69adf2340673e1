using System.Text.RegularExpressions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>What watches over infra/ is watched itself: each of these mistakes is found.</summary>
public sealed partial class InfraMutationTests(InfraSnapshots snapshots)
{
    public static TheoryData<int> Groups { get; } = [.. Mutations.All.Select(mutation => mutation.Together).Distinct()];

    public static TheoryData<string> Each { get; } = [.. Mutations.All.Select((mutation, i) => $"{i} {mutation}")];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Mistakes_made_at_once_are_all_found(int together)
    {
        var mutations = Mutations.All.Where(mutation => mutation.Together == together).ToList();

        var findings = await FindingsAsync(mutations);

        Assert.Empty(
            mutations
                .Where(mutation => !findings.Contains(mutation.Expected, StringComparison.Ordinal))
                .Select(mutation => $"{mutation} was not found in: {findings}")
        );
    }

    /// <summary>Takes half a minute: a compilation each.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Each))]
    public async Task A_mistake_alone_is_found(string mutation)
    {
        var single = Mutations.All[
            int.Parse(mutation.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)
        ];

        Assert.Contains(single.Expected, await FindingsAsync([single]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_is_missing_is_found()
    {
        var deployment = await snapshots.OfAsync(ParameterSets.AsGiven);
        var assignments = deployment.Of("Microsoft.Authorization/roleAssignments").ToList();

        Assert.Equal(8, assignments.Count);
        Assert.All(
            assignments,
            assignment =>
                Assert.Contains(
                    InfraRules.Findings(deployment.Without(assignment)),
                    finding => finding.Contains("has no role for the", StringComparison.Ordinal)
                )
        );
    }

    /// <summary>The ninth, which is not the app's: without it a parameter is idle.</summary>
    [Fact]
    public async Task The_deployers_role_that_is_missing_is_found()
    {
        using var infra = new InfraCopy();
        infra.Write("modules/roles.bicep", OfficerRole().Replace(infra.Read("modules/roles.bicep"), ""));

        var (_, messages) = await snapshots.Compiler.CompileAsync(infra.WriteParameters(ParameterSets.Most));

        Assert.Contains("Parameter \"vaultOfficerId\" is declared but never used", messages, StringComparison.Ordinal);
    }

    private async Task<string> FindingsAsync(IReadOnlyList<Mutation> mutations)
    {
        using var infra = new InfraCopy();
        foreach (var mutation in mutations)
        {
            infra.Replace(mutation.File, mutation.Before, mutation.After);
        }

        var (deployment, messages) = await snapshots.Compiler.SnapshotAsync(
            infra.WriteParameters(ParametersFor(mutations))
        );
        return string.Join('\n', [messages, .. deployment is null ? [] : InfraRules.Findings(deployment)]);
    }

    /// <summary>The parameters file itself must not be overridden where it is what was spoilt.</summary>
    private static string ParametersFor(IReadOnlyList<Mutation> mutations) =>
        mutations.Any(mutation => mutation.File == "main.bicepparam") ? ParameterSets.AsGiven : ParameterSets.Most;

    [GeneratedRegex(@"\nresource vaultOfficerRole .*?\n}\n", RegexOptions.Singleline)]
    private static partial Regex OfficerRole();
}
