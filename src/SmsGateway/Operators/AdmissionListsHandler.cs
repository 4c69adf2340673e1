using System.Globalization;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Http;

namespace SmsGateway.Operators;

/// <summary>What operators block and allow. Who may do so is the head's business; who did, the trail's.</summary>
public sealed class AdmissionListsHandler(
    AdmissionListWatch lists,
    OperatorTrail trail,
    IReadOnlyList<CallerOptions> callers,
    IReadOnlyList<CarrierOptions> carriers,
    TimeProvider time
)
{
    /// <summary>The entries that are in force, newest first.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="reveal">Show whole numbers.</param>
    /// <param name="who">Who asks.</param>
    public ValueTask<HttpReply> ListAsync(
        AdmissionList list,
        bool reveal,
        OperatorIdentity who,
        CancellationToken cancellationToken
    )
    {
        return reveal
            ? trail.RecordAsync(who, OperatorAction.Reveal, () => $"the {NameOf(list)} list", ReadAsync)
            : ReadAsync();

        ValueTask<HttpReply> ReadAsync() =>
            StoreGuard.AnswerAsync(async () =>
            {
                var entries = await lists.ReadAsync(cancellationToken);
                return HttpReply.Json(
                    200,
                    AdmissionBodies.Items(
                        entries
                            .Where(entry => entry.List == list)
                            .OrderByDescending(entry => entry.Since)
                            .Select(entry => AdmissionBodies.Of(entry, reveal))
                    )
                );
            });
    }

    /// <summary>Puts an entry on a list, in the place of one with the same value.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="force">Also one that means whole countries, or much of the internet.</param>
    /// <param name="body">The order, in JSON.</param>
    /// <param name="who">Who orders it.</param>
    public ValueTask<HttpReply> PutAsync(
        AdmissionList list,
        bool force,
        Stream body,
        OperatorIdentity who,
        CancellationToken cancellationToken
    )
    {
        AdmissionEntry? entry = null;
        return trail.RecordAsync(
            who,
            list == AdmissionList.Block ? OperatorAction.Block : OperatorAction.Allow,
            () => entry is null ? "an entry with mistakes" : $"{Words(entry.Kind, entry.Value)} {End(entry)}",
            () => StoreGuard.AnswerAsync(OrderAsync)
        );

        async ValueTask<HttpReply> OrderAsync()
        {
            var fields = await OrderFields.ReadAsync(body, EntryOrder.Fields, cancellationToken);
            var now = time.GetUtcNow();
            entry = EntryOrder.Read(fields, list, force, callers, carriers, now);
            return entry is null
                ? HttpReply.Problem(400, "The order is not valid; nothing was done.", fields.Errors)
                : await PutAsync(entry, now, cancellationToken);
        }
    }

    /// <summary>Takes an entry off a list.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="query">The value of a parameter; null when it is not there.</param>
    /// <param name="who">Who orders it.</param>
    public ValueTask<HttpReply> DeleteAsync(
        AdmissionList list,
        Func<string, string?> query,
        OperatorIdentity who,
        CancellationToken cancellationToken
    )
    {
        AdmissionEntry? found = null;
        return trail.RecordAsync(
            who,
            OperatorAction.Remove,
            // What is not there may be called anything.
            () => $"{(found is null ? "an entry" : Words(found.Kind, found.Value))} from the {NameOf(list)} list",
            () => StoreGuard.AnswerAsync(OrderAsync)
        );

        async ValueTask<HttpReply> OrderAsync()
        {
            var fields = OrderFields.Of(query, EntryOrder.SubjectFields);
            var subject = EntryOrder.Subject(fields, list);
            if (fields.Errors.Count > 0 || subject is not (var kind, var value))
            {
                return HttpReply.Problem(400, "The query is not valid.", fields.Errors);
            }

            var now = time.GetUtcNow();
            await lists.ChangeAsync(
                known =>
                {
                    found = known.Entries.FirstOrDefault(entry => entry.Is(list, kind, value) && !entry.IsOverAt(now));
                    return found is null ? known : known.Without(list, kind, value);
                },
                cancellationToken
            );
            return found is null
                ? HttpReply.Problem(404, "There is no such entry on this list.")
                : HttpReply.Empty(204);
        }
    }

    private async ValueTask<HttpReply> PutAsync(
        AdmissionEntry entry,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var isFull = false;
        await lists.ChangeAsync(
            known =>
            {
                var changed = known.With(entry, now);
                isFull = changed.Entries.Count > AdmissionDocument.MostEntries;
                return isFull ? known : changed;
            },
            cancellationToken
        );
        return isFull
            ? HttpReply.Problem(
                409,
                $"The lists hold {AdmissionDocument.MostEntries} entries, the most there may be. Remove some, or block a prefix in the place of its numbers."
            )
            : HttpReply.Json(200, AdmissionBodies.Of(entry, reveal: false));
    }

    private static string NameOf(AdmissionList list) => list == AdmissionList.Block ? "block" : "allow";

    private static string Words(EntryKind kind, string value) =>
        $"{EntryOrder.NameOf(kind)} {AdmissionBodies.Masked(kind, value)}";

    private static string End(AdmissionEntry entry) =>
        entry.Until is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"until {until:u}")
            : "until it is removed";
}
