using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What an operator finds in a store whose messages nobody delivers.</summary>
internal static class FoundMessages
{
    /// <returns>The states of the messages to that number, the newest first.</returns>
    public static async Task<IReadOnlyList<string>> StatesAsync(
        AdmissionControl admission,
        IAdmissionStore store,
        PhoneNumber number,
        TimeProvider time
    )
    {
        using var gateway = new Gateway(new FakeCarrier("one"));
        using var search = new NumberSearch(admission, store, time);
        var messages = new MessagesHandler(
            new MessageEnds(
                gateway.DeadLetters,
                gateway.Deliveries,
                gateway.Options.Callers,
                gateway.Options.Delivery,
                time
            ),
            search,
            gateway.Trail,
            time
        );
        var reply = await messages.FindAsync(
            number.E164,
            new OperatorIdentity("key", null, null),
            TestContext.Current.CancellationToken
        );
        return [.. Gateway.ReadJson(reply)["items"]!.AsArray().Select(item => (string)item!["state"]!)];
    }
}
