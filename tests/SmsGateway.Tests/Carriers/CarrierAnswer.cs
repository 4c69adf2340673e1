namespace SmsGateway.Tests.Carriers;

/// <summary>A carrier's answer as a script has it.</summary>
public sealed record CarrierAnswer(int Status, string Body);
