namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>A row of the table on the page.</summary>
/// <param name="Number">The recipient.</param>
/// <param name="Effect">What it brings about.</param>
internal sealed record MagicNumberRow(string Number, string Effect);
