using System.Buffers;
using System.Runtime.CompilerServices;
using SmsGateway.Admission;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Looks through everybody's notes of a day, the newest first. The table gives its entities in the order of time alone, so that is
/// done stretch by stretch, the first of them short: what is looked for is mostly of a moment ago.
/// </summary>
internal sealed class NotesOfTheDay(TableNotes table)
{
    /// <summary>Each stretch is read in so many parts at once.</summary>
    private const int Parts = 6;

    /// <summary>Where the stretches begin, from now back.</summary>
    private static readonly TimeSpan[] Stretches =
    [
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(18),
        IAdmissionStore.Kept,
    ];

    /// <inheritdoc cref="IAdmissionStore.LookBackAsync"/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var now = table.Now;
        var end = now;
        foreach (var stretch in Stretches)
        {
            var begin = now - (long)stretch.TotalMilliseconds;
            var part = (end - begin) / Parts;
            var (from, to) = (begin, end);
            var picked = await Task.WhenAll(
                Enumerable
                    .Range(0, Parts)
                    .Select(i =>
                        ReadAsync(
                            from + (i * part),
                                // The newest may be of a machine whose clock is ahead.
                                i < Parts - 1
                                    ? from + ((i + 1) * part)
                                : to < now ? to
                                : null,
                            pick,
                            cancellationToken
                        )
                    )
            );
            yield return picked.SelectMany(notes => notes).ToArray();
            end = begin;
        }
    }

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
            cancellationToken.ThrowIfCancellationRequested();
            page = await table.ReadAsync(null, from, until, page.Next);
            foreach (var batch in page.Batches)
            {
                picked.Write(pick(batch.Notes).Span);
            }
        } while (page.Next is not null);

        return picked.WrittenSpan.ToArray();
    }
}
