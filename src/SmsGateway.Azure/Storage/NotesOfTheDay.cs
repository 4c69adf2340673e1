using System.Buffers;
using System.Runtime.CompilerServices;
using SmsGateway.Admission;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Looks through everybody's notes, the newest first. The table gives its entities in the order of time alone, so that is done part by
/// part, the first of them short: what is looked for is mostly of a moment ago.
/// </summary>
internal sealed class NotesOfTheDay(TableNotes table)
{
    /// <summary>So many parts are read at once.</summary>
    private const int AtOnce = 6;

    private const long Minute = 60_000;

    /// <inheritdoc cref="IAdmissionStore.LookBackAsync"/>
    public async IAsyncEnumerable<NoteStretch> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        DateTimeOffset since,
        DateTimeOffset? until,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new Queue<(long From, Task<byte[]> Picked)>();
        try
        {
            foreach (var (from, to) in Parts(since.ToUnixTimeMilliseconds(), until?.ToUnixTimeMilliseconds()))
            {
                reading.Enqueue((from, ReadAsync(from, to, pick, stop.Token)));
                if (reading.Count == AtOnce)
                {
                    yield return await ReadAsync(reading.Dequeue());
                }
            }

            while (reading.TryDequeue(out var part))
            {
                yield return await ReadAsync(part);
            }
        }
        finally
        {
            // Whoever has found enough, or has no more time, waits for none of the others.
            await stop.CancelAsync();
            await Task.WhenAll(reading.Select(part => (Task)part.Picked))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Of a hundred seconds in the last ten minutes, of ten minutes in the last hour, of an hour before that.</summary>
    private IEnumerable<(long From, long? To)> Parts(long since, long? until)
    {
        var newest = until ?? table.Now;
        for (long? to = until; ; )
        {
            var end = to ?? newest;
            var length =
                newest - end < 10 * Minute ? 100_000
                : newest - end < 60 * Minute ? 10 * Minute
                : 60 * Minute;
            var from = Math.Max(since, end - length);
            yield return (from, to);
            if (from == since)
            {
                break;
            }

            to = from;
        }
    }

    private static async Task<NoteStretch> ReadAsync((long From, Task<byte[]> Picked) part) =>
        new(await part.Picked, DateTimeOffset.FromUnixTimeMilliseconds(part.From));

    private async Task<byte[]> ReadAsync(
        long from,
        long? until,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        CancellationToken cancellationToken
    )
    {
        var picked = new ArrayBufferWriter<byte>();
        NotePage page = default;
        do
        {
            page = await table.ReadAsync(null, from, until, page.Next, cancellationToken);
            foreach (var batch in page.Batches)
            {
                picked.Write(pick(batch.Notes).Span);
            }
        } while (page.Next is not null);

        return picked.WrittenSpan.ToArray();
    }
}
