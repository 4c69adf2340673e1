using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>One message of the queue and the proof that it is ours to change.</summary>
/// <param name="MessageId">The service's name for it; nothing to do with the gateway's message id.</param>
/// <param name="PopReceipt">Changes with every update.</param>
internal sealed record QueueCopy(string MessageId, string PopReceipt);
