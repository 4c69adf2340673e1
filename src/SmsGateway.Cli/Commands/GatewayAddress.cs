namespace SmsGateway.Cli.Commands;

/// <summary>The address people have at hand is the one in Auth0, or the site's; both mean the same gateway.</summary>
internal static class GatewayAddress
{
    private const string AcceptPath = "/api/sms";

    /// <returns>With a slash at its end, so that paths can be put after it.</returns>
    public static Uri Parse(string text, Setting setting)
    {
        if (
            !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.Query.Length > 0
            || uri.UserInfo.Length > 0
        )
        {
            throw CliException.Usage(
                $"{setting.Name} (or {setting.Variable}) must be an address such as https://sms.example.com."
            );
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(AcceptPath, StringComparison.OrdinalIgnoreCase))
        {
            path = path[..^AcceptPath.Length];
        }

        return new UriBuilder(uri) { Path = path + "/", Fragment = "" }.Uri;
    }
}
