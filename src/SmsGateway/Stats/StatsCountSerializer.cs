using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.Stats;

/// <summary>A count to and from UTF-8 JSON, as stores keep it: what is zero is left out, and a minute is some 150 bytes.</summary>
public static class StatsCountSerializer
{
    public static byte[] Serialize(StatsCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        var wire = new StatsWire
        {
            Accepted = count.Accepted,
            Refused = count.Refused,
            Assumed = count.Assumed,
            Dead = count.Dead,
            Times =
            [
                .. count.Times.Index().Where(time => time.Item > 0).Select(time => new[] { time.Index, time.Item }),
            ],
            Carriers = count.Carriers.ToDictionary(
                carrier => carrier.Key,
                carrier => new[] { carrier.Value.Accepted, carrier.Value.Rejected, carrier.Value.Failed }
            ),
        };
        return JsonSerializer.SerializeToUtf8Bytes(wire, StatsJson.Default.StatsWire);
    }

    /// <returns>Null when it is none.</returns>
    public static StatsCount? Deserialize(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, StatsJson.Default.StatsWire) is { } wire ? Read(wire) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StatsCount? Read(StatsWire wire)
    {
        if (wire.Times is null || wire.Carriers is null)
        {
            return null;
        }

        var times = new long[TimeBuckets.Count];
        foreach (var time in wire.Times)
        {
            if (time is not [>= 0 and < TimeBuckets.Count, >= 0])
            {
                return null;
            }

            times[time[0]] = time[1];
        }

        return
            wire.Accepted < 0
            || wire.Refused < 0
            || wire.Assumed < 0
            || wire.Dead < 0
            || wire.Carriers.Values.Any(carrier => carrier is not [>= 0, >= 0, >= 0])
            ? null
            : new StatsCount
            {
                Accepted = wire.Accepted,
                Refused = wire.Refused,
                Assumed = wire.Assumed,
                Dead = wire.Dead,
                Times = [.. times],
                Carriers = wire.Carriers.ToImmutableSortedDictionary(
                    carrier => carrier.Key,
                    carrier => new CarrierCount(carrier.Value[0], carrier.Value[1], carrier.Value[2]),
                    StringComparer.Ordinal
                ),
            };
    }
}

internal sealed class StatsWire
{
    public long Accepted { get; set; }

    public long Refused { get; set; }

    public long Assumed { get; set; }

    public long Dead { get; set; }

    /// <summary>Pairs of a bucket and how many are in it.</summary>
    public long[][]? Times { get; set; } = [];

    /// <summary>Accepted, rejected and failed, by carrier.</summary>
    public Dictionary<string, long[]>? Carriers { get; set; } = [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(StatsWire))]
internal sealed partial class StatsJson : JsonSerializerContext;
