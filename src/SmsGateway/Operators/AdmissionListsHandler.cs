using System.Globalization;
using Microsoft.Extensions.Logging;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Http;

namespace SmsGateway.Operators;

/// <summary>What operators block and allow. Who may do so is the head's business.</summary>
public sealed partial class AdmissionListsHandler(
    AdmissionListWatch lists,
    IReadOnlyList<CallerOptions> callers,
    TimeProvider time,
    ILogger<AdmissionListsHandler> logger
)
{
    private const string InvalidOrder = "The order is not valid; nothing was done.";
    private const string InvalidQuery = "The query is not valid.";

    /// <summary>The entries that are in force, newest first.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="reveal">Show whole numbers.</param>
    public ValueTask<HttpReply> ListAsync(AdmissionList list, bool reveal, CancellationToken cancellationToken) =>
        StoreGuard.AnswerAsync(async () =>
        {
            var entries = await lists.ReadAsync(cancellationToken);
            if (reveal)
            {
                Log.Revealed(logger, list);
            }

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

    /// <summary>Puts an entry on a list, in the place of one with the same value.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="force">Also one that means whole countries, or much of the internet.</param>
    /// <param name="body">The order, in JSON.</param>
    public async ValueTask<HttpReply> PutAsync(
        AdmissionList list,
        bool force,
        Stream body,
        CancellationToken cancellationToken
    )
    {
        var fields = await OrderFields.ReadAsync(body, EntryOrder.Fields, cancellationToken);
        var now = time.GetUtcNow();
        if (EntryOrder.Read(fields, list, force, callers, now) is not { } entry)
        {
            return HttpReply.Problem(400, InvalidOrder, fields.Errors);
        }

        return await StoreGuard.AnswerAsync(async () =>
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
            if (isFull)
            {
                return HttpReply.Problem(
                    409,
                    $"The lists hold {AdmissionDocument.MostEntries} entries, the most there may be. Remove some, or block a prefix in the place of its numbers."
                );
            }

            Log.Put(
                logger,
                EntryOrder.NameOf(entry.Kind),
                AdmissionBodies.Masked(entry.Kind, entry.Value),
                list,
                entry.Until?.ToString("u", CultureInfo.InvariantCulture) ?? "it is removed"
            );
            return HttpReply.Json(200, AdmissionBodies.Of(entry, reveal: false));
        });
    }

    /// <summary>Takes an entry off a list.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="query">The value of a parameter; null when it is not there.</param>
    public async ValueTask<HttpReply> DeleteAsync(
        AdmissionList list,
        Func<string, string?> query,
        CancellationToken cancellationToken
    )
    {
        var fields = OrderFields.Of(query, EntryOrder.SubjectFields);
        var subject = EntryOrder.Subject(fields, list);
        if (fields.Errors.Count > 0 || subject is not (var kind, var value))
        {
            return HttpReply.Problem(400, InvalidQuery, fields.Errors);
        }

        return await StoreGuard.AnswerAsync(async () =>
        {
            var now = time.GetUtcNow();
            var isThere = false;
            await lists.ChangeAsync(
                known =>
                {
                    isThere = known.Entries.Any(entry => entry.Is(list, kind, value) && !entry.IsOverAt(now));
                    return isThere ? known.Without(list, kind, value) : known;
                },
                cancellationToken
            );
            if (!isThere)
            {
                return HttpReply.Problem(404, "There is no such entry on this list.");
            }

            Log.Removed(logger, EntryOrder.NameOf(kind), AdmissionBodies.Masked(kind, value), list);
            return HttpReply.Empty(204);
        });
    }

    private static partial class Log
    {
        [LoggerMessage(
            140,
            LogLevel.Warning,
            "{Kind} {Value} was put on the list {List} by an operator, until {Until}"
        )]
        public static partial void Put(ILogger logger, string kind, string value, AdmissionList list, string until);

        [LoggerMessage(141, LogLevel.Warning, "{Kind} {Value} was taken off the list {List} by an operator")]
        public static partial void Removed(ILogger logger, string kind, string value, AdmissionList list);

        [LoggerMessage(142, LogLevel.Information, "The list {List} was shown to an operator with whole numbers")]
        public static partial void Revealed(ILogger logger, AdmissionList list);
    }
}
