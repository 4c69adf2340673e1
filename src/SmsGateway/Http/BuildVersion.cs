using System.Reflection;

namespace SmsGateway.Http;

/// <summary>Which build answers.</summary>
internal static class BuildVersion
{
    /// <value>With the whole hash of its commit where it was built from one.</value>
    public static string Text { get; } =
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";
}
