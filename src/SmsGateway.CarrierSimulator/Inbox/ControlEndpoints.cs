using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.CarrierSimulator.DeadLetters;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>What tests, the demo and the page use: messages, outages, counts, ids, live events.</summary>
internal static class ControlEndpoints
{
    /// <summary>Longer than anybody waits for a carrier.</summary>
    private const int MostSeconds = 600;

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/simulator");
        control.MapGet(
            "/messages",
            (MessageList messages, int? limit) => messages.Newest(Math.Max(0, limit ?? int.MaxValue))
        );
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
    }

    private static IResult SetOutage(SimulatedCarriers carriers, string? carrier, string? mode, string? seconds)
    {
        if (carriers.Find(carrier) is not { } known)
        {
            return TypedResults.Text(
                $"carrier must be one of {string.Join(", ", carriers.All.Select(known => known.Name))}\n",
                statusCode: 400
            );
        }

        var names = Enum.GetNames<OutageMode>();
        if (!names.Contains(mode, StringComparer.OrdinalIgnoreCase))
        {
            return TypedResults.Text(
                $"mode must be one of {string.Join(", ", names).ToLower(CultureInfo.InvariantCulture)}\n",
                statusCode: 400
            );
        }

        var slowBy = CarrierEndpoint.SlowAnswer;
        if (seconds is not null)
        {
            if (
                !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                || given is < 1 or > MostSeconds
            )
            {
                return TypedResults.Text(
                    $"seconds must be one of the whole numbers from 1 to {MostSeconds}\n",
                    statusCode: 400
                );
            }

            slowBy = TimeSpan.FromSeconds(given);
        }

        known.SlowBy = slowBy;
        known.Outage = Enum.Parse<OutageMode>(mode!, ignoreCase: true);
        return TypedResults.NoContent();
    }

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
