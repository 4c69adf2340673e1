using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsGateway.Http;

/// <summary>An answer, ready to be written by whichever head received the request.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="ContentType">Null when there is no body.</param>
/// <param name="Body">UTF-8; empty when there is none.</param>
/// <param name="Headers">Further headers.</param>
public sealed record HttpReply(
    int Status,
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    IReadOnlyList<KeyValuePair<string, string>> Headers
)
{
    /// <summary>Read by programs and in terminals, never inside a page: a number keeps its plus sign.</summary>
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly byte[] IdPrefix = "{\"id\":\""u8.ToArray();

    public static HttpReply Empty(int status, params IReadOnlyList<KeyValuePair<string, string>> headers) =>
        new(status, null, ReadOnlyMemory<byte>.Empty, headers);

    public static HttpReply Json(int status, JsonNode body) => new(status, "application/json", Utf8(body), []);

    /// <summary>The one hot answer, <c>{"id":"..."}</c>; ids need no escaping.</summary>
    public static HttpReply Id(string id)
    {
        var body = new byte[IdPrefix.Length + id.Length + 2];
        IdPrefix.CopyTo(body, 0);
        Encoding.ASCII.GetBytes(id, body.AsSpan(IdPrefix.Length));
        "\"}"u8.CopyTo(body.AsSpan(body.Length - 2));
        return new HttpReply(200, "application/json", body, []);
    }

    /// <summary>Problem details as RFC 9457 has them.</summary>
    public static HttpReply Problem(
        int status,
        string title,
        IReadOnlyDictionary<string, string[]>? errors = null,
        params IReadOnlyList<KeyValuePair<string, string>> headers
    )
    {
        var problem = new JsonObject { ["title"] = title, ["status"] = status };
        if (errors is not null)
        {
            problem["errors"] = new JsonObject(
                errors.Select(error =>
                    KeyValuePair.Create(
                        error.Key,
                        (JsonNode?)new JsonArray([.. error.Value.Select(text => JsonValue.Create(text))])
                    )
                )
            );
        }

        return new HttpReply(status, "application/problem+json", Utf8(problem), headers);
    }

    /// <summary>The same for what was understood and is not done.</summary>
    /// <param name="status">HTTP status code.</param>
    /// <param name="title">In words.</param>
    /// <param name="reason">The stable code for programs.</param>
    /// <param name="headers">Further headers.</param>
    public static HttpReply Refusal(
        int status,
        string title,
        string reason,
        params IReadOnlyList<KeyValuePair<string, string>> headers
    ) =>
        new(
            status,
            "application/problem+json",
            Utf8(
                new JsonObject
                {
                    ["title"] = title,
                    ["status"] = status,
                    ["reason"] = reason,
                }
            ),
            headers
        );

    private static byte[] Utf8(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            node.WriteTo(writer);
        }

        return stream.ToArray();
    }
}
