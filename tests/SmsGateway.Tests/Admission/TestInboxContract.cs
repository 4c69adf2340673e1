using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>What becomes of a message to a test number, whichever store keeps it.</summary>
public abstract class TestInboxContract
{
    private const string Number = "+61491570156";

    private static readonly TestNumber Entry = new(
        Samples.ReadNumber(Number),
        Samples.ReadNumber(Number),
        Samples.Start.AddYears(1),
        "Gateway__TestNumbers__0"
    );

    private readonly FakeLogCollector _log = new();
    private readonly FakeTimeProvider _time = new(Samples.Start);

    private protected abstract IDeadLetterStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_kept_whole_under_a_reason_of_its_own()
    {
        var envelope = await KeepAsync();

        var found = await Store.FindAsync(envelope.Id, Stop);

        Assert.Equal(
            (DeadLetterReason.TestNumber, "Never sent: a test number, by Gateway__TestNumbers__0.", Samples.Start),
            (found!.Reason, found.Detail, found.DiedAt)
        );
        Assert.Equal(EnvelopeSerializer.Serialize(envelope), EnvelopeSerializer.Serialize(found.Envelope!));
    }

    [Fact]
    public async Task It_is_listed_apart_from_what_died()
    {
        var kept = await KeepAsync();
        var dead = Samples.CreateEnvelope(id: MessageId.New(Samples.Start).ToString());
        await Store.RecordAsync(
            new DeadLetter(dead.Id, DeadLetterReason.Expired, dead, null, null, Samples.Start),
            Stop
        );

        Assert.Equal([kept.Id], await ListAsync(DeadLetterReason.TestNumber));
        Assert.Equal([dead.Id], await ListAsync(DeadLetterReason.Expired));
        Assert.Equal(2, (await ListAsync(null)).Count);
    }

    [Fact]
    public async Task One_line_tells_of_it_without_its_number_and_text()
    {
        var envelope = await KeepAsync();

        var line = Assert.Single(_log.GetSnapshot());
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Contains($"{envelope.Id} from auth0 to +61*******56 is kept", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Number[1..], _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("493817", _log.Text, StringComparison.Ordinal);
    }

    private async Task<Envelope> KeepAsync()
    {
        var envelope = Samples.CreateEnvelope(
            id: MessageId.New(Samples.Start).ToString(),
            message: Samples.CreateMessage(recipient: Number)
        );
        await new TestInbox(Store, _time, _log.For<TestInbox>()).KeepAsync(envelope, Entry, Stop);
        return envelope;
    }

    private async Task<IReadOnlyList<MessageId>> ListAsync(DeadLetterReason? reason) =>
        [
            .. (
                await Store.ListAsync(
                    new DeadLetterQuery(DateOnly.FromDateTime(Samples.Start.UtcDateTime), reason, null),
                    Stop
                )
            ).Items.Select(item => item.Id),
        ];
}
