using Azure;
using Azure.Data.Tables;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Whose turn it is to delete what has had its time: of all gateways on the account one at a time, since all would begin with the same
/// oldest entities. A turn is an entity of the table and ends by itself, so that nobody has to give it back.
/// </summary>
/// <param name="name">Of what is deleted.</param>
internal sealed class TrimTurn(TableClient client, string name, TimeProvider time)
{
    /// <summary>How long a turn is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    /// <summary>No clock is believed that would make a turn longer.</summary>
    private static readonly TimeSpan Longest = Length * 2;

    private const string Partition = "deleting";
    private const string Until = "Until";

    private ETag? _held;
    private long _takenAt;

    /// <returns>False when it is another's.</returns>
    /// <exception cref="StoreUnavailableException">The table does not answer.</exception>
    public Task<bool> TakeAsync() =>
        RunAsync(async token =>
        {
            var found = await client.GetEntityIfExistsAsync<TableEntity>(Partition, name, null, token);
            if (found is not { HasValue: true, Value: { } last })
            {
                return await WriteAsync(null, token);
            }

            // One's own of before ends about now, a little later by the way of its answer.
            return (last.ETag == _held || !IsTaken(last)) && await WriteAsync(last.ETag, token);
        });

    /// <summary>Whether it is still this one's, who needs it for longer.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<bool> KeepAsync() =>
        time.GetElapsedTime(_takenAt) < Length / 2 || await RunAsync(token => WriteAsync(_held, token));

    private Task<bool> RunAsync(Func<CancellationToken, Task<bool>> call) =>
        StorageCall.RunAsync(
            "Whose turn it is to delete what is too old cannot be told",
            StorageAccount.CallLimit,
            time,
            token => TableCall.OnExistingAsync(client, () => call(token), token)
        );

    private bool IsTaken(TableEntity last) =>
        last.TryGetValue(Until, out var value)
        && value is long until
        && DateTimeOffset.FromUnixTimeMilliseconds(until) - time.GetUtcNow() is var left
        && left > TimeSpan.Zero
        && left <= Longest;

    /// <returns>False when another was faster.</returns>
    private async Task<bool> WriteAsync(ETag? last, CancellationToken cancellationToken)
    {
        var turn = new TableEntity(Partition, name) { [Until] = (time.GetUtcNow() + Length).ToUnixTimeMilliseconds() };
        var now = time.GetTimestamp();
        try
        {
            var answer = last is { } known
                ? await client.UpdateEntityAsync(turn, known, TableUpdateMode.Replace, cancellationToken)
                : await client.AddEntityAsync(turn, cancellationToken);
            (_held, _takenAt) = (answer.Headers.ETag, now);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == "ResourceNotFound")
        {
            return false;
        }
    }
}
