using System.Globalization;
using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Marks as small blobs below <c>taken-over/</c> in the container of dead letters: <c>taken-over/id</c> holds a number,
/// <c>taken-over/id/standby copy</c> nothing. They are written when something died, and left to the container's life cycle.
/// </summary>
internal sealed class BlobTakeOverMarks(BlobTexts blobs, TimeProvider time) : ITakeOverMarks
{
    /// <summary>These stand in the way of a delivery.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public Task<int> ReadAsync(MessageId id) => RunAsync(async token => NumberIn(await blobs.ReadAsync(Name(id), token)));

    public Task<bool> RaiseAsync(MessageId id, int takeOvers) => RunAsync(async token =>
    {
        while (true)
        {
            var known = await blobs.ReadAsync(Name(id), token);
            if (NumberIn(known) >= takeOvers)
            {
                return false;
            }

            // Only over what was read: somebody else may be raising it, and higher.
            if (await blobs.WriteOverAsync(Name(id), takeOvers.ToString(CultureInfo.InvariantCulture), known?.Version, token) is not null)
            {
                return true;
            }
        }
    });

    public Task<bool> IsVoidAsync(MessageId id, string standby) => RunAsync(token => blobs.ExistsAsync(Name(id, standby), token));

    public Task VoidAsync(MessageId id, string standby) => RunAsync(async token =>
    {
        await blobs.WriteAsync(Name(id, standby), "", token);
        return true;
    });

    private Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call) => StorageCall.RunAsync("The mark of a take-over cannot be used", Limit, time, call);

    private static string Name(MessageId id) => $"taken-over/{id}";

    private static string Name(MessageId id, string standby) => $"taken-over/{id}/{standby}";

    private static int NumberIn(BlobText? mark) =>
        int.TryParse(mark?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
