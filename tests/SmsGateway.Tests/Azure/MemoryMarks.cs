using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Azure;

internal sealed class MemoryMarks : ITakeOverMarks
{
    public bool IsAway { get; set; }

    public Dictionary<MessageId, int> Numbers { get; } = [];

    public HashSet<string> Void { get; } = [];

    public Task<int> ReadAsync(MessageId id) => Act(() => Numbers.GetValueOrDefault(id));

    public Task<bool> RaiseAsync(MessageId id, int takeOvers) => Act(() =>
    {
        var higher = Numbers.GetValueOrDefault(id) < takeOvers;
        Numbers[id] = Math.Max(Numbers.GetValueOrDefault(id), takeOvers);
        return higher;
    });

    public Task<bool> IsVoidAsync(MessageId id, string standby) => Act(() => Void.Contains(standby));

    public Task VoidAsync(MessageId id, string standby) => Act(() => Void.Add(standby));

    private Task<T> Act<T>(Func<T> act) =>
        IsAway ? Task.FromException<T>(new StoreUnavailableException("away")) : Task.FromResult(act());
}
