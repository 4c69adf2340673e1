namespace SmsGateway.Workbench.Pumping;

/// <summary>Somebody asks for a code.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Recipient">E.164.</param>
/// <param name="Ip">Where it is asked from.</param>
/// <param name="IsAttack">Whether nobody wants the code.</param>
/// <param name="EnteredAfter">When the code is entered, if its text comes; null: never, or only a later one is.</param>
internal sealed record CodeRequest(TimeSpan At, string Recipient, string Ip, bool IsAttack, TimeSpan? EnteredAfter);
