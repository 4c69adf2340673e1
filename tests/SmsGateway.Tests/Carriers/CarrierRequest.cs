using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsGateway.Tests.Carriers;

/// <summary>A request as it came over the wire.</summary>
public sealed record CarrierRequest(
    string Method,
    string Path,
    string Protocol,
    IReadOnlyDictionary<string, string> Headers,
    string Body
)
{
    public string Authorization => Headers["Authorization"];

    public static async Task<CarrierRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new CarrierRequest(
            request.Method,
            request.Path + request.QueryString,
            request.Protocol,
            request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            await reader.ReadToEndAsync()
        );
    }

    /// <summary>The fields of a form, in order, as name=value.</summary>
    public IEnumerable<string> FormFields()
    {
        foreach (var pair in QueryHelpers.ParseQuery(Body))
        {
            foreach (var value in pair.Value)
            {
                yield return $"{pair.Key}={value}";
            }
        }
    }

    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }
}
