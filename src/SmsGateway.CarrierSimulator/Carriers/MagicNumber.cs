namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>A recipient that makes a carrier behave in a given way.</summary>
/// <param name="Number">In E.164 form.</param>
/// <param name="Behaviour">What the carrier does.</param>
/// <param name="Effect">The same in words, for the page and the documentation.</param>
internal sealed record MagicNumber(string Number, Behaviour Behaviour, string Effect);
