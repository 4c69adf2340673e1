using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>When a queue asks a gate, and what follows from its answer, whichever store is behind it.</summary>
public abstract class QueueGateContract
{
    public static TheoryData<bool> Correlated => [true, false];

    protected CancellationToken Stop { get; } = Patience.Bounded;

    private protected abstract ISendQueue Sending { get; }

    /// <summary>What another process on the same store has.</summary>
    private protected abstract IAdmissionStore Other { get; }

    private protected abstract ValueTask<int> CountAsync();

    [Fact]
    public async Task A_gate_is_asked_once_and_knows_what_others_have_written()
    {
        await Other.WriteNoteAsync(SampleNotes.Write(1), Stop);
        await Other.WriteNoteAsync(SampleNotes.Write(2), Stop);
        var gate = new RecordingGate();

        Assert.NotNull(await EnqueueAsync(null, gate));

        Assert.Equal("ask", gate.Calls[^1]);
        Assert.Single(gate.Calls, "ask");
        Assert.Equal([1, 2], SampleNotes.Read(gate.Heard.ToArray()));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Correlated))]
    public async Task What_a_gate_answers_is_written_down_when_the_message_is_stored(bool isCorrelated)
    {
        await EnqueueAsync(Key(isCorrelated), new RecordingGate(note: SampleNotes.Write(1)));
        await EnqueueAsync(null, new RecordingGate(note: SampleNotes.Write(2)));

        Assert.Equal([1, 2], SampleNotes.Read((await Other.ReadNotesAsync(Stop)).Span));
    }

    [Theory]
    [MemberData(nameof(Correlated))]
    public async Task A_repetition_is_not_asked_about(bool isCorrelated)
    {
        var key = Key(isCorrelated);
        var first = await EnqueueAsync(key, new RecordingGate());
        var gate = new RecordingGate(admits: false, SampleNotes.Write(9));

        Assert.Equal(first, await EnqueueAsync(key, gate));

        Assert.Empty(gate.Calls);
        Assert.Empty(SampleNotes.Read((await Other.ReadNotesAsync(Stop)).Span));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Correlated))]
    public async Task What_is_not_admitted_is_not_stored_and_not_remembered(bool isCorrelated)
    {
        var key = Key(isCorrelated);
        Assert.Null(await EnqueueAsync(key, new RecordingGate(admits: false, SampleNotes.Write(1))));
        Assert.Null(await EnqueueAsync(key, new RecordingGate(admits: false, SampleNotes.Write(2))));
        Assert.Equal(0, await CountAsync());
        var envelope = Samples.CreateEnvelope(id: "third");

        Assert.Equal(envelope.Id, await Sending.EnqueueAsync(envelope, key, new RecordingGate(), Stop));

        Assert.Equal(1, await CountAsync());
        var heard = new List<int>();
        while (heard.Count < 2)
        {
            // Who is refused does not wait until others can hear of it.
            Stop.ThrowIfCancellationRequested();
            heard.AddRange(SampleNotes.Read((await Other.ReadNotesAsync(Stop)).Span));
        }

        Assert.Equal([1, 2], heard);
    }

    private async Task<MessageId?> EnqueueAsync(IdempotencyKey? key, RecordingGate gate) =>
        await Sending.EnqueueAsync(
            Samples.CreateEnvelope(id: MessageId.New(Samples.Start).ToString()),
            key,
            gate,
            Stop
        );

    private static IdempotencyKey Key(bool isCorrelated) => new(42, TimeSpan.FromMinutes(10), isCorrelated);
}
