using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Json.Schema;
using SmsGateway.Http;
using SmsGateway.Tests.Carriers;
using Xunit;

namespace SmsGateway.Tests.Http;

/// <summary>What the gateway says of its own answers, and whether one is as it says.</summary>
internal static class OpenApiDescription
{
    private static readonly ConcurrentDictionary<string, JsonSchema> BuiltSchemas = new();

    /// <summary>As it is served.</summary>
    public static string Text { get; } = Encoding.UTF8.GetString(new OpenApiHandler().Handle().Body.Span);

    public static JsonElement Document { get; } = JsonSerializer.Deserialize<JsonElement>(Text);

    public static JsonElement Schemas { get; } = Document.GetProperty("components").GetProperty("schemas");

    /// <summary>Each operation: its method, its path, and all that is said of it.</summary>
    public static IReadOnlyList<(string Method, string Path, JsonElement Operation)> Operations { get; } =
    [
        .. from path in Document.GetProperty("paths").EnumerateObject()
        from member in path.Value.EnumerateObject()
        where member.Name != "parameters"
        select (member.Name.ToUpperInvariant(), path.Name, member.Value),
    ];

    /// <summary>Fails the test when an answer is not as described.</summary>
    /// <param name="answer">The gateway's.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Of the request, without its query.</param>
    public static HttpReply AsDescribed(this HttpReply answer, HttpMethod method, string path)
    {
        if (Fault(answer, method, path) is { } fault)
        {
            Assert.Fail(
                $"{method} {path} is answered {answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}: {fault}"
            );
        }

        return answer;
    }

    /// <summary>
    /// What of an answer is not as described; null when all is. Passed over is what servers and the platform answer before the
    /// gateway sees the request, all of it without a body: 404 and 405 to what is described nowhere, and 429 and 431 everywhere.
    /// </summary>
    public static string? Fault(HttpReply answer, HttpMethod method, string path)
    {
        var isEmpty = answer.Body.IsEmpty;
        if (Find(method, path) is not { } operation)
        {
            return isEmpty && answer.Status is 404 or 405 ? null : "nothing is described there";
        }

        if (isEmpty && answer.Status is 429 or 431)
        {
            return null;
        }

        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (!operation.GetProperty("responses").TryGetProperty(status, out var given))
        {
            return "this status is not described";
        }

        var response = Resolve(given);
        if (MissingHeader(response, answer) is { } header)
        {
            return $"there is no {header}";
        }

        if (method == HttpMethod.Head)
        {
            return null;
        }

        if (!response.TryGetProperty("content", out var content))
        {
            return isEmpty ? null : "no body is described";
        }

        return content.TryGetProperty(answer.ContentType ?? "", out var media)
            ? BodyFault(answer, media.GetProperty("schema"))
            : $"the content type '{answer.ContentType}' is not described";
    }

    /// <summary>What of a value is not as a schema of this name says.</summary>
    public static IReadOnlyList<string> Mistakes(string schema, string json) =>
        RequestSchema.Mistakes(
            SchemaOf(Schemas.GetProperty(schema).GetRawText()),
            JsonSerializer.Deserialize<JsonElement>(json)
        );

    private static string? BodyFault(HttpReply answer, JsonElement schema)
    {
        if (!answer.ContentType!.EndsWith("json", StringComparison.Ordinal))
        {
            return null;
        }

        using var body = JsonDocument.Parse(answer.Body);
        var mistakes = RequestSchema.Mistakes(SchemaOf(schema.GetRawText()), body.RootElement);
        return mistakes.Count == 0 ? null : string.Join("; ", mistakes);
    }

    private static string? MissingHeader(JsonElement response, HttpReply answer) =>
        response.TryGetProperty("headers", out var headers)
            ? headers
                .EnumerateObject()
                .Where(header =>
                    Resolve(header.Value).TryGetProperty("required", out var required) && required.GetBoolean()
                )
                .Select(header => header.Name)
                .FirstOrDefault(name =>
                    !answer.Headers.Any(sent => sent.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                )
            : null;

    /// <summary>As both heads match: in any case, with or without a slash at the end.</summary>
    private static JsonElement? Find(HttpMethod method, string path)
    {
        var asked = path.TrimEnd('/').Split('/');
        foreach (var (describedMethod, template, operation) in Operations)
        {
            if (
                describedMethod.Equals(method.Method, StringComparison.OrdinalIgnoreCase)
                && Fits(template.Split('/'), asked)
            )
            {
                return operation;
            }
        }

        return null;
    }

    private static bool Fits(string[] template, string[] asked) =>
        template.Length == asked.Length
        && template
            .Zip(asked)
            .All(pair =>
                pair.First.StartsWith('{')
                    ? pair.Second.Length > 0
                    : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)
            );

    private static JsonElement Resolve(JsonElement given)
    {
        if (!given.TryGetProperty("$ref", out var reference))
        {
            return given;
        }

        var found = Document;
        foreach (var name in reference.GetString()!.Split('/').Skip(1))
        {
            found = found.GetProperty(name);
        }

        return found;
    }

    /// <summary>With those that it refers to.</summary>
    private static JsonSchema SchemaOf(string text) =>
        BuiltSchemas.GetOrAdd(
            text,
            static text =>
                JsonSchema.FromText(
                    $$"""{ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {{Schemas.GetRawText()}}, "allOf": [{{text}}] }""".Replace(
                        "#/components/schemas/",
                        "#/$defs/",
                        StringComparison.Ordinal
                    )
                )
        );
}
