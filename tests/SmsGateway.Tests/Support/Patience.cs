using Xunit;

namespace SmsGateway.Tests.Support;

/// <summary>How long a test waits for what must come: with a bound, a wait that nothing ends is a failure and no hang.</summary>
internal static class Patience
{
    /// <summary>Ends with the run, and after a minute.</summary>
    public static CancellationToken Bounded
    {
        get
        {
            var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            bound.CancelAfter(TimeSpan.FromMinutes(1));
            return bound.Token;
        }
    }
}
