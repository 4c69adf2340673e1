using System.Collections.Frozen;
using SmsGateway.Http;

namespace SmsGateway.Operators;

/// <summary>
/// The operators' page: the files of the folder Page, from the assembly, the same in both heads. They hold nothing of an
/// installation; what the page shows it asks the endpoints for, with the key.
/// </summary>
public sealed class OperatorsPageHandler
{
    /// <summary>Behind whatever prefix a head has.</summary>
    private const string Root = "/operators";

    private const string Resources = "operators/";

    /// <summary>Nothing inline, nothing from elsewhere, no frame around it, and no text that is parsed as markup.</summary>
    private static readonly KeyValuePair<string, string>[] Protection =
    [
        new(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "DENY"),
        new("Referrer-Policy", "no-referrer"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
        // The files of one build belong together.
        new("Cache-Control", "no-store"),
    ];

    private static readonly HttpReply Unknown = HttpReply.Empty(404, Protection);

    /// <summary>The page names its files relative to itself, so that it works behind any prefix; and its address ends in a slash.</summary>
    private static readonly HttpReply WithSlash = HttpReply.Empty(302, [.. Protection, new("Location", "operators/")]);

    private readonly FrozenDictionary<string, HttpReply> _files = typeof(OperatorsPageHandler)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Resources, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Resources.Length..], Read, StringComparer.Ordinal);

    /// <param name="path">Of the request, whole.</param>
    public HttpReply Handle(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var root = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        var rest = root < 0 ? null : path[(root + Root.Length)..];
        return rest switch
        {
            "" => WithSlash,
            "/" => _files["index.html"],
            ['/', .. var name] => _files.GetValueOrDefault(name, Unknown),
            _ => Unknown,
        };
    }

    private static HttpReply Read(string resource)
    {
        using var stream = typeof(OperatorsPageHandler).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new HttpReply(200, TypeOf(resource), content, Protection);
    }

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => throw new InvalidOperationException($"{name} has no content type."),
        };
}
