namespace SmsGateway.Workbench.Abuse;

/// <summary>One request that must not be accepted.</summary>
/// <param name="Kind">For the table.</param>
/// <param name="Bytes">As they go over the wire.</param>
/// <param name="EndsConnection">Nothing can follow it: what it does to the server's reading is open.</param>
internal readonly record struct AbuseCase(string Kind, byte[] Bytes, bool EndsConnection = false);
