extern alias Gateway;

using Gateway::SmsGateway.Texts;
using SmsGateway.CarrierSimulator.Carriers;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>Everything the carrier simulator remembers: counts per carrier, ids seen, and the messages for the page.</summary>
internal sealed class Ledger(SimulatedCarriers carriers, MessageList messages, SeenIds seen)
{
    /// <summary>The row of a request that was not read.</summary>
    private static readonly ReceivedMessage[] NotRead = [new(null, null, null)];

    private long _lastId;

    /// <param name="carrier">Who was called.</param>
    /// <param name="correlationId">The gateway's id of the message.</param>
    /// <param name="request">Null when it was not read: outage, or wrong credentials.</param>
    /// <param name="answer">What the carrier says.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public void Record(
        Carrier carrier,
        Guid? correlationId,
        CarrierRequest? request,
        Answer answer,
        DateTimeOffset receivedAt
    )
    {
        carrier.Count(answer.IsTaken);
        if (answer.IsTaken && correlationId is { } id)
        {
            seen.Add(id);
        }

        if (messages.Capacity == 0)
        {
            return;
        }

        foreach (var message in request is { Messages.Count: > 0 } ? request.Messages : NotRead)
        {
            messages.Add(Row(carrier, correlationId, message, answer, receivedAt));
        }
    }

    public StatsAnswer Stats() =>
        new()
        {
            Carriers = carriers.All.ToDictionary(
                carrier => carrier.Name,
                carrier => new CarrierStats(
                    carrier.Requests,
                    carrier.Accepted,
                    carrier.Outage.ToString().ToLowerInvariant(),
                    carrier.IsConfigured
                )
            ),
            Requests = carriers.All.Sum(carrier => carrier.Requests),
            Accepted = carriers.All.Sum(carrier => carrier.Accepted),
            DistinctIds = seen.Distinct,
            Duplicates = seen.Duplicates,
            UntrackedIds = seen.Untracked,
            InboxCapacity = messages.Capacity,
        };

    /// <summary>Forgets messages, counts and ids; outages stay as they are.</summary>
    public void Clear()
    {
        messages.Clear();
        seen.Clear();
        foreach (var carrier in carriers.All)
        {
            carrier.ResetCounts();
        }
    }

    private InboxMessage Row(
        Carrier carrier,
        Guid? correlationId,
        ReceivedMessage message,
        Answer answer,
        DateTimeOffset receivedAt
    )
    {
        TextSize? size = message.IsVoice || message.Body.Length == 0 ? null : TextSize.Of(message.Body);
        return new()
        {
            Id = Interlocked.Increment(ref _lastId),
            Carrier = carrier.Name,
            Recipient = message.Recipient,
            Sender = message.Sender,
            Body = message.Body,
            Spoken = message.IsVoice ? Speech.Of(message.Body) : null,
            Encoding = size?.EncodingName,
            Characters = size?.Characters,
            Segments = size?.Segments,
            Channel = message.IsVoice ? "voice" : "sms",
            ReceivedAt = receivedAt,
            CorrelationId = correlationId?.ToString("N"),
            AcceptedAt = correlationId is { } id ? CorrelationId.AcceptedAt(id) : null,
            Outcome = answer.Outcome,
            Status = answer.Status,
            Detail = answer.Detail,
        };
    }
}

/// <summary>The answer of <c>GET /simulator/stats</c>.</summary>
internal sealed class StatsAnswer
{
    public required IReadOnlyDictionary<string, CarrierStats> Carriers { get; init; }

    /// <summary>All requests, whatever came of them.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests taken.</summary>
    public required long Accepted { get; init; }

    /// <summary>Correlation ids taken at least once.</summary>
    public required long DistinctIds { get; init; }

    /// <summary>Correlation ids taken more than once.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Requests whose id was not tracked because there were too many; not 0 makes the two above inexact.</summary>
    public required long UntrackedIds { get; init; }

    /// <summary>0: messages are not kept.</summary>
    public required int InboxCapacity { get; init; }
}

/// <param name="Requests">All requests.</param>
/// <param name="Accepted">Requests taken.</param>
/// <param name="Outage">The switch: none, down, slow or throttled.</param>
/// <param name="Configured">False without credentials: everything is answered 401.</param>
internal sealed record CarrierStats(long Requests, long Accepted, string Outage, bool Configured);
