using Microsoft.Extensions.Logging;
using SmsGateway.Http;
using SmsGateway.Telemetry;

namespace SmsGateway.Operators;

/// <summary>What operators do that leaves a trail.</summary>
public enum OperatorAction
{
    /// <summary>Texts, codes and whole numbers were shown.</summary>
    Reveal,

    /// <summary>A dead letter was put back into the queue.</summary>
    Replay,

    /// <summary>A dead letter was deleted.</summary>
    Delete,

    /// <summary>An entry was put on the block list.</summary>
    Block,

    /// <summary>An entry was put on the allow list.</summary>
    Allow,

    /// <summary>An entry was taken off one of these lists.</summary>
    Remove,

    /// <summary>Somebody asked for the messages of a number.</summary>
    LookUp,
}

/// <summary>The trail of the operators' endpoints: one line and one count for each thing done, with who and what, and for each wrong key.</summary>
public sealed partial class OperatorTrail(GatewayTelemetry telemetry, TimeProvider time, ILogger<OperatorTrail> logger)
{
    /// <summary>Anybody can send wrong keys.</summary>
    private readonly LogLimiter _wrongKeys = new(time, perSecond: 20);

    /// <summary>Does something for an operator and records how it ended, also when that is an exception.</summary>
    /// <param name="who">Who asks for it.</param>
    /// <param name="action">What is done.</param>
    /// <param name="what">To what, asked for at the end; without texts, codes and numbers.</param>
    /// <param name="act">Does it.</param>
    public async ValueTask<HttpReply> RecordAsync(
        OperatorIdentity who,
        OperatorAction action,
        Func<string> what,
        Func<ValueTask<HttpReply>> act
    )
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(act);
        var status = 500;
        try
        {
            var reply = await act();
            status = reply.Status;
            return reply;
        }
        finally
        {
            var result = ResultOf(status);
            telemetry.Operated(action.ToString(), result);
            Log.Done(logger, action, what(), result, who);
        }
    }

    /// <param name="who">With a key that opens nothing.</param>
    public void WrongKey(OperatorIdentity who)
    {
        telemetry.Operated("Key", "Wrong");
        if (_wrongKeys.Allows(out var unlogged))
        {
            Log.WrongKey(logger, unlogged, who);
        }
    }

    private static string ResultOf(int status) =>
        status switch
        {
            < 300 => "Done",
            404 => "NotFound",
            503 => "Unavailable",
            >= 500 => "Failed",
            _ => "Refused",
        };

    private static partial class Log
    {
        [LoggerMessage(34, LogLevel.Information, "Operators: {Action} of {What}: {Result}; by {Who}")]
        public static partial void Done(
            ILogger logger,
            OperatorAction action,
            string what,
            string result,
            OperatorIdentity who
        );

        [LoggerMessage(35, LogLevel.Warning, "Operators: a wrong key{Unlogged}: {Who}")]
        public static partial void WrongKey(ILogger logger, Unlogged unlogged, OperatorIdentity who);
    }
}
