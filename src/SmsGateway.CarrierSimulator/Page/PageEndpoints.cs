namespace SmsGateway.CarrierSimulator.Page;

/// <summary>The page of the carrier simulator: four fixed files from the assembly. Messages only ever reach it as JSON.</summary>
internal static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        app.MapFile("/", "inbox.html", "text/html; charset=utf-8");
        app.MapFile("/inbox.js", "inbox.js", "text/javascript; charset=utf-8");
        app.MapFile("/inbox.css", "inbox.css", "text/css; charset=utf-8");
        app.MapFile("/favicon.svg", "favicon.svg", "image/svg+xml");
    }

    private static void MapFile(this WebApplication app, string path, string name, string contentType)
    {
        using var stream =
            typeof(PageEndpoints).Assembly.GetManifestResourceStream("Page/" + name)
            ?? throw new InvalidOperationException($"{name} is missing from the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        app.MapGet(path, () => TypedResults.Bytes(content, contentType));
    }
}
