namespace SmsGateway.Azure.Storage;

/// <summary>A message as the queue trigger hands it out.</summary>
/// <param name="Body">The message.</param>
/// <param name="QueueMessageId">The service's name for it.</param>
/// <param name="DequeueCount">How often it was handed out, this time included.</param>
public sealed record TriggeredMessage(ReadOnlyMemory<byte> Body, string QueueMessageId, int DequeueCount);
