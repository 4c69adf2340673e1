using System.Buffers;
using SmsGateway.CarrierSimulator.Inbox;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>
/// One request to any carrier: outage, credentials, reading, script, record, answer. The record comes before the answer, so
/// that whoever has the answer finds the message. This is the path of the load tests: nothing is logged.
/// </summary>
internal sealed class CarrierEndpoint(
    Ledger ledger,
    SimulatorOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime
)
{
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(3);

    /// <summary>Every carrier under its own paths.</summary>
    public static void Map(WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<CarrierEndpoint>();
        foreach (var carrier in app.Services.GetRequiredService<SimulatedCarriers>().All)
        {
            foreach (var path in carrier.Api.Paths)
            {
                app.MapPost(path, (RequestDelegate)(context => endpoint.HandleAsync(context, carrier)));
            }
        }
    }

    public async Task HandleAsync(HttpContext context, Carrier carrier)
    {
        var receivedAt = time.GetUtcNow();
        var body = await ReadBodyAsync(context.Request);
        var outage = carrier.Outage;
        var (request, behaviour, answer) = Decide(context.Request, body, carrier, outage, receivedAt);
        ledger.Record(carrier, CorrelationId.Read(context.Request), request, answer, receivedAt);

        var delay = options.Latency;
        if (answer.Outcome == Outcome.Accepted && (behaviour == Behaviour.Slow || outage == OutageMode.Slow))
        {
            delay += outage == OutageMode.Slow ? carrier.SlowBy : SlowAnswer;
        }

        if (answer.Status == 0 || delay > TimeSpan.Zero)
        {
            await WaitAsync(context, answer == Answer.None ? Timeout.InfiniteTimeSpan : delay);
        }

        if (answer.Status == 0)
        {
            context.Abort();
        }
        else if (!context.RequestAborted.IsCancellationRequested)
        {
            await answer.WriteAsync(context.Response);
        }
    }

    private static (CarrierRequest? Request, Behaviour Behaviour, Answer Answer) Decide(
        HttpRequest http,
        byte[] body,
        Carrier carrier,
        OutageMode outage,
        DateTimeOffset now
    )
    {
        var api = carrier.Api;
        if (outage == OutageMode.Down || (outage == OutageMode.Flaky && carrier.IsFlakyTurn()))
        {
            return (null, Behaviour.Down, api.Fail(Behaviour.Down));
        }

        if (outage == OutageMode.Refused)
        {
            return (null, Behaviour.CredentialsRefused, api.Fail(Behaviour.CredentialsRefused));
        }

        if (
            (carrier.IsConfigured ? api.CheckCredentials(http, body) : api.Fail(Behaviour.CredentialsRefused)) is
            { } wrong
        )
        {
            return (null, Behaviour.CredentialsRefused, wrong);
        }

        var request = api.Read(http, body);
        if (outage == OutageMode.Throttled)
        {
            return (request, Behaviour.Throttled, api.Fail(Behaviour.Throttled));
        }

        if (request.Refusal is not null)
        {
            return (request, Behaviour.Normal, request.Refusal);
        }

        if (request.RepeatKey is { } repeated && carrier.HasTaken(repeated))
        {
            return (request, Behaviour.Normal, request.Accept(now).ToRepetition());
        }

        var behaviour = outage == OutageMode.Hung ? Behaviour.Timeout : Script(request.Messages);
        var answer = AnswerTo(request, behaviour, api, now);
        if (request.RepeatKey is { } key && answer.IsTaken)
        {
            carrier.Take(key);
        }

        return (request, behaviour, answer);
    }

    private static Answer AnswerTo(CarrierRequest request, Behaviour behaviour, ICarrierApi api, DateTimeOffset now) =>
        behaviour switch
        {
            Behaviour.Normal or Behaviour.Slow => request.Accept(now),
            Behaviour.RejectedInsideSuccess => request.RejectInsideSuccess?.Invoke(now) ?? request.Accept(now),
            // Not every carrier publishes an error code for it.
            Behaviour.OptedOut => request.RejectInsideSuccess?.Invoke(now) ?? api.Fail(behaviour),
            Behaviour.Timeout => Answer.None,
            Behaviour.Reset => Answer.Reset,
            _ => api.Fail(behaviour),
        };

    /// <summary>In a batch the first magic recipient decides for all.</summary>
    private static Behaviour Script(IReadOnlyList<ReceivedMessage> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (MagicNumbers.Find(messages[i].Recipient) is not Behaviour.Normal and var behaviour)
            {
                return behaviour;
            }
        }

        return Behaviour.Normal;
    }

    private static async ValueTask<byte[]> ReadBodyAsync(HttpRequest request)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Ends early, without an exception, when the client gives up or the carrier simulator stops.</summary>
    private async Task WaitAsync(HttpContext context, TimeSpan delay)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );
        await Task.Delay(delay, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
