using Microsoft.Extensions.Logging;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Admission;

/// <summary>
/// Keeps what goes to a test number, for an operator to read: among the dead letters, where a message can be listed and revealed, but
/// under a reason of its own, and not counted among what was given up.
/// </summary>
public sealed partial class TestInbox(IDeadLetterStore deadLetters, TimeProvider time, ILogger<TestInbox> logger)
{
    /// <summary>When it returns, the message is kept, and may be answered as accepted.</summary>
    /// <param name="envelope">As it would have been queued.</param>
    /// <param name="testNumber">The entry that its recipient is in.</param>
    /// <param name="cancellationToken">Ends the wait; what is being stored at that moment is stored all the same.</param>
    /// <exception cref="StoreUnavailableException">It was not kept.</exception>
    public async ValueTask KeepAsync(Envelope envelope, TestNumber testNumber, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(testNumber);
        await deadLetters.RecordAsync(
            new DeadLetter(
                envelope.Id,
                DeadLetterReason.TestNumber,
                envelope,
                null,
                $"Never sent: a test number, by {testNumber.Key}.",
                time.GetUtcNow()
            ),
            cancellationToken
        );
        Log.Kept(logger, envelope.Id, envelope.Caller, envelope.Message.Recipient, testNumber.Key);
    }

    private static partial class Log
    {
        [LoggerMessage(
            117,
            LogLevel.Information,
            "{Id} from {Caller} to {Recipient} is kept for an operator, and not sent: a test number, by {Setting}"
        )]
        public static partial void Kept(
            ILogger logger,
            MessageId id,
            string caller,
            PhoneNumber recipient,
            string setting
        );
    }
}
