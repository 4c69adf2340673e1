using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.CarrierSimulator.Configuration;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>Everything the simulator remembers: counts per carrier, ids seen, and the messages for the page.</summary>
internal sealed class Ledger(MessageList messages, SeenIds seen, SimulatorOptions options)
{
    private readonly Dictionary<Carrier, CarrierCounters> _carriers = CarrierNames.All.ToDictionary(carrier => carrier, _ => new CarrierCounters());
    private long _lastId;

    public OutageMode OutageOf(Carrier carrier) => _carriers[carrier].Outage;

    public void SetOutage(Carrier carrier, OutageMode mode) => _carriers[carrier].Outage = mode;

    /// <param name="carrier">Who was called.</param>
    /// <param name="correlationId">The gateway's id of the message.</param>
    /// <param name="request">Null when it was not read: outage, or wrong credentials.</param>
    /// <param name="answer">What the carrier says.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public void Record(Carrier carrier, Guid? correlationId, CarrierRequest? request, Answer answer, DateTimeOffset receivedAt)
    {
        // A request that is never answered was taken all the same: a repetition of it would ring a phone twice.
        var taken = answer.Outcome == Outcome.Accepted || answer == Answer.None;
        _carriers[carrier].Count(taken);
        if (taken && correlationId is { } id)
        {
            seen.Add(id);
        }

        if (messages.Capacity == 0)
        {
            return;
        }

        if (request is not { Messages.Count: > 0 })
        {
            messages.Add(Row(carrier, correlationId, null, answer, receivedAt));
            return;
        }

        foreach (var message in request.Messages)
        {
            messages.Add(Row(carrier, correlationId, message, answer, receivedAt));
        }
    }

    public StatsAnswer Stats() => new()
    {
        Carriers = CarrierNames.All.ToDictionary(CarrierNames.Of, carrier => new CarrierStats(
            _carriers[carrier].Requests,
            _carriers[carrier].Accepted,
            _carriers[carrier].Outage.ToString().ToLowerInvariant(),
            IsConfigured(carrier))),
        Requests = _carriers.Values.Sum(counters => counters.Requests),
        Accepted = _carriers.Values.Sum(counters => counters.Accepted),
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
        foreach (var counters in _carriers.Values)
        {
            counters.Reset();
        }
    }

    private InboxMessage Row(Carrier carrier, Guid? correlationId, ReceivedMessage? message, Answer answer, DateTimeOffset receivedAt) => new()
    {
        Id = Interlocked.Increment(ref _lastId),
        Carrier = CarrierNames.Of(carrier),
        Recipient = message?.Recipient ?? "",
        Sender = message?.Sender ?? "",
        Body = message?.Body ?? "",
        Channel = message is { IsVoice: true } ? "voice" : "sms",
        ReceivedAt = receivedAt,
        CorrelationId = correlationId?.ToString("N"),
        AcceptedAt = correlationId is { } id ? CorrelationId.AcceptedAt(id) : null,
        Outcome = answer.Outcome,
        Status = answer.Status,
        Detail = answer.Detail,
    };

    private bool IsConfigured(Carrier carrier) => carrier switch
    {
        Carrier.Twilio => options.Twilio is not null,
        Carrier.MessageMedia => options.MessageMedia is not null,
        _ => options.EightByEight is not null,
    };
}
