using System.Text.Json;
using Json.Schema;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>Holds what was sent against what a carrier has published, written as a JSON Schema.</summary>
internal static class RequestSchema
{
    private static readonly EvaluationOptions Everything = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    public static void AssertMatches(string schema, CarrierRequest request) =>
        Assert.Equal("", string.Join("; ", Mistakes(schema, request.Json())));

    public static IReadOnlyList<string> Mistakes(string schema, JsonElement body) =>
        Mistakes(JsonSchema.FromText(schema), body);

    public static IReadOnlyList<string> Mistakes(JsonSchema schema, JsonElement body)
    {
        var result = schema.Evaluate(body, Everything);
        return result.IsValid
            ? []
            :
            [
                .. (result.Details ?? []).SelectMany(detail =>
                    (detail.Errors ?? new Dictionary<string, string>()).Select(error =>
                        $"{detail.InstanceLocation}: {error.Value}"
                    )
                ),
            ];
    }
}
