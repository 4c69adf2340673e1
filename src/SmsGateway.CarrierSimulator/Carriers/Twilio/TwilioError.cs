namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>Twilio's error envelope.</summary>
internal sealed record TwilioError(int Code, string Message, string MoreInfo, int Status);
