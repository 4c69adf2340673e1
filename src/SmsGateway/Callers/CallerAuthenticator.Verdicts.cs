namespace SmsGateway.Callers;

public sealed partial class CallerAuthenticator
{
    /// <param name="Reason">Why the token is not this caller's.</param>
    /// <param name="InDoubt">Whether it would be, if a secret had changed since it was read.</param>
    private readonly record struct Mismatch(RefusalReason Reason, bool InDoubt);

    /// <param name="Proven">Set when the token is the caller's.</param>
    /// <param name="Mismatch">Counts when it is not.</param>
    private readonly record struct Verdict(CallerResult.Authenticated? Proven, Mismatch Mismatch)
    {
        public static implicit operator Verdict(CallerResult.Authenticated proven) => new(proven, default);

        public static implicit operator Verdict(Mismatch mismatch) => new(null, mismatch);
    }

    /// <param name="Proven">Whom the token proves; null when nobody.</param>
    /// <param name="Refusal">Why nobody.</param>
    /// <param name="Claimed">The callers that it came furthest with, their subject and audience at least; none when nobody's.</param>
    /// <param name="InDoubt">The callers whose secrets are worth another look.</param>
    private readonly record struct Round(
        CallerResult.Authenticated? Proven,
        RefusalReason Refusal,
        IReadOnlyList<string> Claimed,
        IReadOnlyList<CallerOptions> InDoubt
    );
}
