namespace SmsGateway.Admission;

/// <summary>A message that is not sent.</summary>
/// <param name="Rule">Which rule refuses it.</param>
/// <param name="RetryAfter">When there is room again; zero when there never is.</param>
/// <param name="IsQuiet">Whether the caller is told that all is well.</param>
public sealed record AdmissionRefusal(AdmissionRule Rule, TimeSpan RetryAfter, bool IsQuiet)
{
    /// <summary>The stable reason code.</summary>
    public string Reason => AdmissionRules.ReasonOf(Rule);
}
