using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmsGateway.Carriers.Http;

internal static class JsonBody
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public static HttpContent Create<T>(T value, JsonTypeInfo<T> type) =>
        Create(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static HttpContent Create(byte[] json) => new ByteArrayContent(json) { Headers = { ContentType = Json } };
}
