using Microsoft.Extensions.Logging;
using SmsGateway.Callers;
using SmsGateway.Messages;
using SmsGateway.Telemetry;

namespace SmsGateway.Acceptance;

public sealed partial class AcceptanceHandler
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Accepted {Id} from {Caller} for {Recipient} by {Channel}{Unlogged}")]
        public static partial void Accepted(
            ILogger logger,
            MessageId id,
            string caller,
            PhoneNumber recipient,
            Channel channel,
            Unlogged unlogged
        );

        [LoggerMessage(7, LogLevel.Debug, "A request from {Caller} brought the message {Id} again; it is stored once")]
        public static partial void Duplicate(ILogger logger, string caller, MessageId id);

        [LoggerMessage(2, LogLevel.Warning, "401: {Reason}{Unlogged}")]
        public static partial void Unauthorized(ILogger logger, RefusalReason reason, Unlogged unlogged);

        [LoggerMessage(9, LogLevel.Warning, "401: {Reason}, of a token that is made out as {Caller}'s{Unlogged}")]
        public static partial void Misfit(ILogger logger, RefusalReason reason, string caller, Unlogged unlogged);

        [LoggerMessage(3, LogLevel.Warning, "400 to {Caller}: wrong in {Fields}{Unlogged}")]
        public static partial void Invalid(ILogger logger, string caller, string fields, Unlogged unlogged);

        [LoggerMessage(4, LogLevel.Warning, "413 to {Caller}: body over {Limit} bytes{Unlogged}")]
        public static partial void TooLarge(ILogger logger, string caller, int limit, Unlogged unlogged);

        [LoggerMessage(
            8,
            LogLevel.Warning,
            "411 to {Caller}: no Content-Length, so the platform dropped the body{Unlogged}"
        )]
        public static partial void LengthRequired(ILogger logger, string caller, Unlogged unlogged);

        [LoggerMessage(5, LogLevel.Error, "503 to {Caller}: the queue did not take the message: {Why}{Unlogged}")]
        public static partial void NotStored(ILogger logger, string caller, string why, Unlogged unlogged);

        [LoggerMessage(
            6,
            LogLevel.Error,
            "503: a secret needed to check the caller is not available, or not read anew{Unlogged}"
        )]
        public static partial void Unverifiable(ILogger logger, Unlogged unlogged);
    }
}
