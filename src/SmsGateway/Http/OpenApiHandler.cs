using System.Text.Json.Nodes;

namespace SmsGateway.Http;

/// <summary>Describes every endpoint of both heads in OpenAPI. The document is written by hand; the tests hold the answers against it.</summary>
public sealed class OpenApiHandler
{
    private readonly HttpReply _reply = HttpReply.Json(200, Document());

    public HttpReply Handle() => _reply;

    private static JsonNode Document()
    {
        using var stream = typeof(OpenApiHandler).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = JsonNode.Parse(stream)!;
        document["info"]!["version"] = BuildVersion.Text;
        return document;
    }
}
