using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>What was taken over, and which copies are void. Every method throws <see cref="StoreUnavailableException"/> when the store fails.</summary>
internal interface ITakeOverMarks
{
    /// <summary>Copies of the message with fewer take-overs than this are void; 0 when nothing was ever taken over.</summary>
    Task<int> ReadAsync(MessageId id);

    /// <summary>Voids the copies with fewer take-overs; never lowers the number.</summary>
    /// <returns>False when it was this high already.</returns>
    Task<bool> RaiseAsync(MessageId id, int takeOvers);

    /// <summary>Whether this one standby copy is void, whatever its number.</summary>
    Task<bool> IsVoidAsync(MessageId id, string standby);

    /// <summary>Voids one standby copy.</summary>
    Task VoidAsync(MessageId id, string standby);
}
