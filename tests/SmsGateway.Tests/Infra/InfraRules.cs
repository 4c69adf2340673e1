namespace SmsGateway.Tests.Infra;

/// <summary>What the compiler cannot know, because the code does: every rule about what would be deployed.</summary>
internal static class InfraRules
{
    /// <summary>Every mistake, a sentence each.</summary>
    public static IReadOnlyList<string> Findings(Deployment deployment) =>
        [
            .. AppSettings.Findings(deployment),
            .. StorageNames.Findings(deployment),
            .. Roles.Findings(deployment),
            .. Doors.Findings(deployment),
            .. Alerts.Findings(deployment),
        ];
}
