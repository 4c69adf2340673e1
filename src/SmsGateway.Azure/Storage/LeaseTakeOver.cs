using Microsoft.Extensions.Logging;
using SmsGateway.Delivery;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// The answer to the queue trigger's fixed lease of ten minutes, which hides a message longer than a code lives when its process
/// dies: the message is taken over under a short lease of our own before anything else, and deleted by us at the end. What the
/// trigger then does with its receipt, which has no force any more, comes to nothing.
/// </summary>
public sealed partial class LeaseTakeOver
{
    /// <summary>Fixed by the platform.</summary>
    private static readonly TimeSpan TriggersLease = TimeSpan.FromMinutes(10);

    private readonly StorageLeases _leases;
    private readonly LeasedDelivery _delivery;
    private readonly GatewayTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseTakeOver> _logger;

    internal LeaseTakeOver(
        StorageLeases leases,
        LeasedDelivery delivery,
        GatewayTelemetry telemetry,
        TimeProvider time,
        ILogger<LeaseTakeOver> logger
    ) => (_leases, _delivery, _telemetry, _time, _logger) = (leases, delivery, telemetry, time, logger);

    /// <summary>Delivers a message that the trigger has handed out, unless somebody else has it by now.</summary>
    /// <param name="message">As handed out.</param>
    /// <param name="shutdown">Cuts off a call to a carrier; taking over, giving back and deleting are never cut off.</param>
    /// <exception cref="DeliveryFailedException">It failed, and comes again. The reason is in the log.</exception>
    public async Task RunAsync(TriggeredMessage message, CancellationToken shutdown)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.DequeueCount > 1 && _time.GetUtcNow() - message.InsertedAt >= TriggersLease)
        {
            _telemetry.RedeliveredLate();
            Log.Late(_logger, message.DequeueCount);
        }

        if (await TakeOverAsync(message) is not { } lease)
        {
            Log.Gone(_logger, message.DequeueCount);
            return;
        }

        // To return tells the trigger to delete the message, which it no longer can. To throw tells it to give the message back,
        // which it cannot either, and shows the failure; but after the last try it would make poison of it besides.
        if (!await _delivery.RunAsync(lease, shutdown))
        {
            throw new DeliveryFailedException(
                "The delivery failed; the log has the reason, and the message comes again."
            );
        }
    }

    private async Task<StorageLease?> TakeOverAsync(TriggeredMessage message)
    {
        try
        {
            return await _leases.TakeOverAsync(message.Body, message.DequeueCount, message.Id, message.PopReceipt);
        }
        catch (StoreUnavailableException e)
        {
            // Never to be taken for success: the trigger would delete a message that nobody has sent.
            Log.CannotTakeOver(_logger, message.DequeueCount, e);
            throw new DeliveryFailedException(
                "The message cannot be taken over, so nothing was sent; the log has the reason, and it comes again."
            );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            80,
            LogLevel.Information,
            "A message of hand-out {DequeueCount} is somebody else's by now, or was delivered before; nothing is sent"
        )]
        public static partial void Gone(ILogger logger, int dequeueCount);

        [LoggerMessage(
            81,
            LogLevel.Error,
            "A message of hand-out {DequeueCount} cannot be taken over from the queue trigger; nothing is sent, and it comes again"
        )]
        public static partial void CannotTakeOver(ILogger logger, int dequeueCount, Exception exception);

        [LoggerMessage(
            82,
            LogLevel.Warning,
            "A message comes again (hand-out {DequeueCount}) that the queue trigger may have hidden for its ten minutes: its process died before it had taken the message over"
        )]
        public static partial void Late(ILogger logger, int dequeueCount);
    }
}

/// <summary>What the queue trigger hands out.</summary>
/// <param name="Body">The message.</param>
/// <param name="Id">The service's name for it.</param>
/// <param name="PopReceipt">The trigger's proof that it has the message.</param>
/// <param name="DequeueCount">How often it was handed out, this time included.</param>
/// <param name="InsertedAt">When it was put into the queue.</param>
public sealed record TriggeredMessage(
    ReadOnlyMemory<byte> Body,
    string Id,
    string PopReceipt,
    int DequeueCount,
    DateTimeOffset InsertedAt
);

/// <summary>
/// Tells the platform of a failure that the gateway has logged. It carries no other exception, because the platform writes what
/// it is given twice more, with every inner one.
/// </summary>
public sealed class DeliveryFailedException : Exception
{
    public DeliveryFailedException() { }

    public DeliveryFailedException(string message)
        : base(message) { }

    public DeliveryFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
