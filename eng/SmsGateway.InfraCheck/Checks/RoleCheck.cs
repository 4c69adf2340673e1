using System.Text.RegularExpressions;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>The app's identity has a role for everything that its settings name, and no assignment is wider than a resource.</summary>
internal sealed partial class RoleCheck : ICheck
{
    public void Run(Deployment deployment, Findings findings)
    {
        var assignments = deployment.DeployedOf("Microsoft.Authorization/roleAssignments").ToList();
        foreach (var assignment in assignments)
        {
            CheckAssignment(assignment, findings);
        }

        foreach (var app in AppSettings.In(deployment).Where(app => app.All.Count > 0))
        {
            CheckIdentity(app, findings);
            var own = assignments.Where(assignment => IsOf(assignment, app.Site)).ToList();
            foreach (var need in RoleNeeds.Of(app, deployment, findings))
            {
                if (!own.Any(assignment => RoleOf(assignment) is { } role && need.Roles.Contains(role) && Covers(assignment, need)))
                {
                    findings.Add(need.At, $"the app's identity has no role for {need.What} ({need.FullName}): {string.Join(" or ", need.Roles)}");
                }
            }
        }
    }

    private static void CheckAssignment(ResourceInstance assignment, Findings findings)
    {
        var role = assignment.Property("properties.roleDefinitionId");
        if (role is null || Id().Match(role.Text) is not { Success: true } id)
        {
            findings.NotCovered($"{assignment.Declaration.At}: the role of '{assignment.Declaration.Name}' is an expression");
        }
        else if (Roles.NameOf(id.Value) is null)
        {
            findings.Add(role.At, $"role {id.Value} of '{assignment.Declaration.Name}' is not in the list of roles that this deployment may give");
        }

        if (assignment.Scope is null)
        {
            findings.Add(assignment.Declaration.At, $"'{assignment.Declaration.Name}' gives its role on everything there is: it has no scope of one resource");
        }
    }

    /// <summary>A user-assigned identity has to be named to each library that is to use it.</summary>
    private static void CheckIdentity(AppSettings app, Findings findings)
    {
        var identities = Identities(app.Site);
        if (identities.Count == 0)
        {
            return;
        }

        if (app["AZURE_CLIENT_ID"] is null && !app.IsOpen)
        {
            findings.Add(app.Site.Declaration.At, $"'{app.Site.Declaration.Name}' has a user-assigned identity and no setting 'AZURE_CLIENT_ID' that names it");
        }

        foreach (var setting in app.All.Where(setting => setting.Key == "AZURE_CLIENT_ID" || setting.Key.EndsWith("__clientId", StringComparison.Ordinal)))
        {
            if (!setting.Value.Sources().Any(source => source.Path == "properties.clientId" && identities.Any(identity => identity.Contains(source.Resource!.Id, StringComparison.Ordinal))))
            {
                findings.Add(setting.KeyAt, $"'{setting.Key}' is not the client id of the app's identity");
            }
        }

        foreach (var setting in app.All.Where(setting => setting.Key.EndsWith("__credential", StringComparison.Ordinal)))
        {
            var client = setting.Key[..^"credential".Length] + "clientId";
            if (app[client] is null && !app.IsOpen)
            {
                findings.Add(setting.KeyAt, $"'{setting.Key}' needs '{client}' beside it, as the identity is a user-assigned one");
            }
        }
    }

    private static bool IsOf(ResourceInstance assignment, ResourceInstance site) =>
        assignment.Property("properties.principalId")?.Sources().Any(source => source.Resource!.Id == site.Id
            || (source.Path == "properties.principalId" && Identities(site).Any(identity => identity.Contains(source.Resource!.Id, StringComparison.Ordinal)))) == true;

    /// <summary>Texts that hold the ids of the site's user-assigned identities.</summary>
    private static List<string> Identities(ResourceInstance site) =>
        [.. (site.Property("identity.userAssignedIdentities") as ObjectValue)?.Members.Select(member => member.Key) ?? []];

    private static string? RoleOf(ResourceInstance assignment) =>
        assignment.Property("properties.roleDefinitionId") is { } role && Id().Match(role.Text) is { Success: true } id ? Roles.NameOf(id.Value) : null;

    /// <summary>A role on a resource counts for everything below it.</summary>
    private static bool Covers(ResourceInstance assignment, RoleNeed need) => (assignment.Body["scope"] as ResourceValue)?.Instance is { } scope
        && $"{need.Type}/".StartsWith($"{scope.Type}/", StringComparison.OrdinalIgnoreCase)
        && $"{need.FullName}/".StartsWith($"{scope.FullName}/", StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex Id();
}
