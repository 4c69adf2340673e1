namespace SmsGateway.CarrierSimulator.Page;

/// <summary>The page of the carrier simulator: fixed files from the assembly. Messages only ever reach it as JSON.</summary>
internal static class PageEndpoints
{
    private const string Folder = "Page/";

    public static void MapPage(this WebApplication app)
    {
        var assembly = typeof(PageEndpoints).Assembly;
        foreach (
            var resource in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        )
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var contentType = ContentType(resource);
            app.MapGet(PathOf(resource), () => TypedResults.Bytes(content, contentType));
        }
    }

    private static string PathOf(string resource) =>
        resource == Folder + "inbox.html" ? "/" : "/" + resource[Folder.Length..];

    private static string ContentType(string resource) =>
        Path.GetExtension(resource) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => throw new InvalidOperationException($"{resource} has no content type here."),
        };
}
