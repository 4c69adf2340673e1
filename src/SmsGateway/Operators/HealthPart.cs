using System.Text.Json.Nodes;

namespace SmsGateway.Operators;

/// <summary>Of the gateway or a part of it, the best first.</summary>
internal enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <summary>A part of the health document: how it is, what is wrong with it, and since when.</summary>
/// <param name="Name">Of one among its like, such as a carrier.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What is wrong, in words for an operator; null when nothing is.</param>
/// <param name="Since">Since when; null when nothing is wrong, or the part itself cannot tell.</param>
/// <param name="More">What else there is to say of it.</param>
internal sealed record HealthPart(
    string Name,
    HealthState State,
    string? Detail,
    DateTimeOffset? Since,
    params (string Name, JsonNode? Value)[] More
)
{
    public JsonObject Document()
    {
        var document = new JsonObject
        {
            ["status"] = Word(State),
            ["detail"] = Detail,
            ["since"] = Since,
        };
        foreach (var (name, value) in More)
        {
            document[name] = value;
        }

        return document;
    }

    public static string Word(HealthState state) =>
        state switch
        {
            HealthState.Healthy => "healthy",
            HealthState.Degraded => "degraded",
            _ => "unhealthy",
        };
}
