namespace SmsGateway.Carriers;

/// <summary>A request to a carrier that whoever made it did not let end.</summary>
internal sealed class CutOffException(
    SendOutcome outcome,
    OperationCanceledException cause,
    CancellationToken cancellationToken
) : OperationCanceledException(cause.Message, cause, cancellationToken)
{
    /// <summary>What became of the request, as far as is known; for an attempt whose time is over, and not for a shutdown, which makes none of it.</summary>
    public SendOutcome Outcome => outcome;
}
