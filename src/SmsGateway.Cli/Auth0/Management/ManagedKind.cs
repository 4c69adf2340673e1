namespace SmsGateway.Cli.Auth0.Management;

/// <summary>What the Management API keeps: where it is, and what it is called.</summary>
/// <param name="Path">After <c>api/v2/</c>.</param>
/// <param name="Scope">Of scopes, the part behind the colon.</param>
/// <param name="One">In sentences.</param>
/// <param name="All">In sentences about the list.</param>
internal sealed record ManagedKind(string Path, string Scope, string One, string All)
{
    public static readonly ManagedKind Connection = new(
        "connections",
        "connections",
        "connection",
        "list of connections"
    );

    public static readonly ManagedKind PhoneProvider = new(
        "branding/phone/providers",
        "phone_providers",
        "phone provider",
        "phone provider"
    );

    public static readonly ManagedKind Action = new("actions/actions", "actions", "Action", "list of Actions");

    public string ScopeOf(HttpMethod method) =>
        method.Method switch
        {
            "GET" => $"read:{Scope}",
            "POST" => $"create:{Scope}",
            "DELETE" => $"delete:{Scope}",
            _ => $"update:{Scope}",
        };
}
