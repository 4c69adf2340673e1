namespace SmsGateway.Azure.KeyVault;

/// <summary>Why a secret could not be read.</summary>
/// <param name="Kind">Decides what to do about it.</param>
/// <param name="Text">For an operator; names the secret, never a value.</param>
/// <param name="Cause">What the client threw, if it did.</param>
internal sealed record SecretFailure(SecretFailureKind Kind, string Text, Exception? Cause);
