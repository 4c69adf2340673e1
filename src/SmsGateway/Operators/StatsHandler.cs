using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Http;
using SmsGateway.Queue;
using SmsGateway.Stats;

namespace SmsGateway.Operators;

/// <summary>
/// How messages flow: the last hour by minute, what waits now, and whose tokens do not fit. Who may ask is the head's business.
/// </summary>
/// <param name="minutes">Null: the settings have it switched off.</param>
public sealed class StatsHandler(StatsMinutes? minutes, IQueueMonitor queue, CallerWatch callers, TimeProvider time)
{
    private static readonly HttpReply Off = HttpReply.Problem(
        404,
        "Nothing is counted by minute: Gateway__Stats__Enabled is false."
    );

    public async ValueTask<HttpReply> HandleAsync(CancellationToken cancellationToken)
    {
        if (minutes is null)
        {
            return Off;
        }

        var report = await minutes.ReadAsync(cancellationToken);
        var store = await queue.CheckAsync(cancellationToken);
        return HttpReply.Json(
            200,
            new JsonObject
            {
                ["at"] = report.At,
                ["instances"] = report.Instances,
                ["detail"] = report.Detail,
                ["waiting"] = store.Queued,
                ["oldestAge"] = store.Healthy ? await OldestAgeAsync(cancellationToken) : null,
                ["callers"] = new JsonArray([.. callers.Callers.Select(Of).OfType<JsonNode>()]),
                ["lastMinute"] = Of(report.Last(1)),
                ["lastTenMinutes"] = Of(report.Last(10)),
                ["lastHour"] = Of(report.Last(StatsMinutes.Shown)),
                ["running"] = Of(report.Running),
                ["minutes"] = new JsonArray([.. report.Minutes.Select(Of)]),
            }
        );
    }

    /// <returns>In seconds, zero when nothing waits; null when it is not known.</returns>
    private async ValueTask<double?> OldestAgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.OldestSinceAsync(cancellationToken) is { } since
                ? Seconds(Math.Max(0, (time.GetUtcNow() - since).TotalSeconds))
                : 0;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <returns>Null while its tokens fit.</returns>
    private JsonObject? Of(CallerOptions caller)
    {
        var fare = callers[caller.Name];
        return fare.RefusedSince is { } since
            ? new JsonObject
            {
                ["name"] = caller.Name,
                ["since"] = since,
                ["refused"] = fare.RefusedInRow,
                ["why"] = JsonNamingPolicy.CamelCase.ConvertName(fare.LastRefusal.ToString()),
            }
            : null;
    }

    private static JsonObject Of(MinuteCount minute)
    {
        var told = Of(minute.Count);
        told.Insert(0, "minute", minute.Minute);
        return told;
    }

    private static JsonObject Of(StatsCount count) =>
        new()
        {
            ["accepted"] = count.Accepted,
            ["refused"] = count.Refused,
            ["delivered"] = count.Delivered,
            ["assumed"] = count.Assumed,
            ["dead"] = count.Dead,
            ["attempts"] = count.Attempts,
            ["failedAttempts"] = count.FailedAttempts,
            ["p50"] = Seconds(count.Percentile(0.5)),
            ["p99"] = Seconds(count.Percentile(0.99)),
            ["carriers"] = new JsonObject(
                count.Carriers.Select(carrier =>
                    KeyValuePair.Create(
                        carrier.Key,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["accepted"] = carrier.Value.Accepted,
                                ["rejected"] = carrier.Value.Rejected,
                                ["failed"] = carrier.Value.Failed,
                            }
                    )
                )
            ),
        };

    private static double? Seconds(double? seconds) => seconds is { } known ? Math.Round(known, 3) : null;
}
