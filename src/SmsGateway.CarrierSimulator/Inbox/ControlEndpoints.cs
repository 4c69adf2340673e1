using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.CarrierSimulator.DeadLetters;
using SmsGateway.CarrierSimulator.GatewayCalls;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>What tests, the demo and the page use: messages, outages, counts, ids, live events.</summary>
internal static class ControlEndpoints
{
    /// <summary>Longer than anybody waits for a carrier.</summary>
    private const int MostSeconds = 600;

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/simulator");
        control.MapGet("/messages", FindMessages);
        control.MapDelete(
            "/messages",
            (Ledger ledger) =>
            {
                ledger.Clear();
                return TypedResults.NoContent();
            }
        );
        control.MapGet(
            "/events",
            (InboxEvents events, CancellationToken cancellationToken) =>
                TypedResults.ServerSentEvents(events.ReadAsync(cancellationToken))
        );
        control.MapGet("/stats", (Ledger ledger) => ledger.Stats());
        control.MapGet("/seen", WriteSeenAsync);
        control.MapPost("/outage", SetOutage);
        control.MapGet("/magic-numbers", () => MagicNumbers.All);
        control.MapGet(
            "/dead-letters",
            (DeadLetterClient deadLetters, CancellationToken cancellationToken) =>
                deadLetters.ReadAsync(cancellationToken)
        );
        control.MapPost(
            "/dead-letters/{id:guid}/replay",
            (DeadLetterClient deadLetters, Guid id, bool? allowExpired, CancellationToken cancellationToken) =>
                deadLetters.ReplayAsync(id, allowExpired ?? false, cancellationToken)
        );
        control.MapGet("/test-message", (TestMessages messages) => new TestMessageState(messages.WhyOff));
        control.MapPost(
            "/test-message",
            (TestMessages messages, TestMessage message, CancellationToken cancellationToken) =>
                messages.SendAsync(message, cancellationToken)
        );
    }

    private static IResult FindMessages(
        MessageList messages,
        SimulatedCarriers carriers,
        int? limit,
        string? search,
        string? carrier,
        string? outcome
    )
    {
        var known = carriers.Find(carrier);
        if (known is null && !string.IsNullOrEmpty(carrier))
        {
            return UnknownCarrier(carriers);
        }

        var isOutcome = TryName<Outcome>(outcome, out var wanted);
        if (!isOutcome && !string.IsNullOrEmpty(outcome))
        {
            return UnknownName<Outcome>("outcome");
        }

        var most = Math.Max(0, limit ?? int.MaxValue);
        var asked = new InboxSearch(search, known?.Name, isOutcome ? wanted : null);
        return TypedResults.Ok(
            asked.IsForAll ? messages.Newest(most) : [.. asked.Among(messages.Newest(int.MaxValue)).TakeLast(most)]
        );
    }

    private static IResult SetOutage(SimulatedCarriers carriers, string? carrier, string? mode, string? seconds)
    {
        if (carriers.Find(carrier) is not { } known)
        {
            return UnknownCarrier(carriers);
        }

        if (!TryName<OutageMode>(mode, out var outage))
        {
            return UnknownName<OutageMode>("mode");
        }

        var slowBy = CarrierEndpoint.SlowAnswer;
        if (seconds is not null)
        {
            if (
                !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                || given is < 1 or > MostSeconds
            )
            {
                return BadRequest("seconds", $"the whole numbers from 1 to {MostSeconds}");
            }

            slowBy = TimeSpan.FromSeconds(given);
        }

        known.SlowBy = slowBy;
        known.Outage = outage;
        return TypedResults.NoContent();
    }

    /// <summary>By name alone: a number would be parsed, too.</summary>
    private static bool TryName<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            && Enum.TryParse(text, ignoreCase: true, out value);
    }

    private static ContentHttpResult UnknownName<T>(string field)
        where T : struct, Enum =>
        BadRequest(field, string.Join(", ", Enum.GetNames<T>()).ToLower(CultureInfo.InvariantCulture));

    private static ContentHttpResult UnknownCarrier(SimulatedCarriers carriers) =>
        BadRequest("carrier", string.Join(", ", carriers.All.Select(known => known.Name)));

    private static ContentHttpResult BadRequest(string field, string choices) =>
        TypedResults.Text($"{field} must be one of {choices}\n", statusCode: 400);

    /// <summary>Lines of <c>id count</c>, straight into the answer: there may be millions.</summary>
    private static async Task WriteSeenAsync(HttpContext context, SeenIds seen)
    {
        context.Response.ContentType = "text/plain";
        foreach (var shard in seen.Shards())
        {
            foreach (var (id, count) in shard)
            {
                WriteLine(context.Response.BodyWriter, id, count);
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static void WriteLine(PipeWriter writer, Guid id, int count)
    {
        const int MaxLength = 32 + 1 + 10 + 1;
        var span = writer.GetSpan(MaxLength);
        id.TryFormat(span, out var length, "N");
        span[length++] = (byte)' ';
        Utf8Formatter.TryFormat(count, span[length..], out var digits);
        length += digits;
        span[length++] = (byte)'\n';
        writer.Advance(length);
    }
}
