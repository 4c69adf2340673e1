using SmsGateway.Secrets;

namespace SmsGateway.Azure.KeyVault;

/// <summary>Why a secret could not be read.</summary>
/// <param name="Kind">Decides what to do about it.</param>
/// <param name="Text">For an operator; holds neither the secret's name nor a value.</param>
/// <param name="Cause">What the client threw, unless that quotes the secret's name.</param>
internal sealed record SecretFailure(SecretFailureKind Kind, string Text, Exception? Cause);
