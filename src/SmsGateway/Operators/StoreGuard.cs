using SmsGateway.Http;
using SmsGateway.Queue;

namespace SmsGateway.Operators;

/// <summary>What the operators' endpoints answer while the store does not.</summary>
internal static class StoreGuard
{
    public static async ValueTask<HttpReply> AnswerAsync(Func<ValueTask<HttpReply>> act)
    {
        try
        {
            return await act();
        }
        catch (StoreUnavailableException)
        {
            return HttpReply.Problem(
                503,
                "The store does not answer; try again.",
                null,
                new KeyValuePair<string, string>("Retry-After", "1")
            );
        }
    }
}
