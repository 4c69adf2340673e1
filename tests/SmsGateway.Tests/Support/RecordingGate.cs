using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

/// <summary>A gate that writes down what it is asked and told.</summary>
internal sealed class RecordingGate(bool admits = true, byte[]? note = null) : IQueueGate
{
    /// <summary>"hear", "ask", "ask alone", "take back".</summary>
    public List<string> Calls { get; } = [];

    public List<byte> Heard { get; } = [];

    public void Hear(ReadOnlySpan<byte> notes)
    {
        Calls.Add("hear");
        Heard.AddRange(notes);
    }

    public GateAnswer Ask(bool isCurrent)
    {
        Calls.Add(isCurrent ? "ask" : "ask alone");
        return new GateAnswer(admits, note);
    }

    public ReadOnlyMemory<byte> TakeBack()
    {
        Calls.Add("take back");
        return default;
    }
}
