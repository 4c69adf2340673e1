using Microsoft.Extensions.Logging;
using SmsGateway.Callers;
using SmsGateway.Messages;

namespace SmsGateway.Acceptance;

public sealed partial class AcceptanceHandler
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Accepted {Id} from {Caller} for {Recipient} by {Channel}")]
        public static partial void Accepted(
            ILogger logger,
            MessageId id,
            string caller,
            PhoneNumber recipient,
            Channel channel
        );

        [LoggerMessage(7, LogLevel.Debug, "A request from {Caller} brought the message {Id} again; it is stored once")]
        public static partial void Duplicate(ILogger logger, string caller, MessageId id);

        [LoggerMessage(2, LogLevel.Warning, "401: {Reason} (and {Unlogged} more since the last such line)")]
        public static partial void Unauthorized(ILogger logger, RefusalReason reason, long unlogged);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "400 to {Caller}: wrong in {Fields} (and {Unlogged} more since the last such line)"
        )]
        public static partial void Invalid(ILogger logger, string caller, string fields, long unlogged);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "413 to {Caller}: body over {Limit} bytes (and {Unlogged} more since the last such line)"
        )]
        public static partial void TooLarge(ILogger logger, string caller, int limit, long unlogged);

        [LoggerMessage(
            8,
            LogLevel.Warning,
            "411 to {Caller}: no Content-Length, so the platform dropped the body (and {Unlogged} more since the last such line)"
        )]
        public static partial void LengthRequired(ILogger logger, string caller, long unlogged);

        [LoggerMessage(
            5,
            LogLevel.Error,
            "503 to {Caller}: the queue did not take the message: {Why} (and {Unlogged} more since the last such line)"
        )]
        public static partial void NotStored(ILogger logger, string caller, string why, long unlogged);

        [LoggerMessage(
            6,
            LogLevel.Error,
            "503: a secret needed to check the caller is not available, or not read anew (and {Unlogged} more since the last such line)"
        )]
        public static partial void Unverifiable(ILogger logger, long unlogged);
    }
}
