namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>MessageMedia's error envelope; it has no codes.</summary>
internal sealed record MessageMediaError(string Message, IReadOnlyList<string>? Details);
