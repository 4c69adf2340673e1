namespace SmsGateway.Queue;

/// <summary>Registered by a store that gateways on several machines share: a message's life goes by the clock of each of them.</summary>
public sealed class SharedStore;
