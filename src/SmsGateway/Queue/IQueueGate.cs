namespace SmsGateway.Queue;

/// <summary>
/// Has the last word on one message: asked when the store knows that it is no repetition, in the step that stores it, so that what
/// counts messages counts each once.
/// </summary>
public interface IQueueGate
{
    /// <summary>Told what other processes have written down since this one last looked, before it is asked.</summary>
    /// <param name="notes">One or more <see cref="GateAnswer.Note"/>, one after the other.</param>
    void Hear(ReadOnlySpan<byte> notes);

    /// <summary>Asked once, from whatever thread the store works on; must not wait for anything.</summary>
    /// <param name="isCurrent">Whether the notes of others could be read; otherwise this process knows its own only.</param>
    GateAnswer Ask(bool isCurrent);

    /// <summary>The step came to nothing: what was asked has not happened.</summary>
    /// <returns>What is written down of that, where the answer's note has been written down already.</returns>
    ReadOnlyMemory<byte> TakeBack();
}

/// <param name="IsAdmitted">Whether the message is stored.</param>
/// <param name="Note">What is written down in the same step, stored or not, for other processes and for after a restart.</param>
public readonly record struct GateAnswer(bool IsAdmitted, ReadOnlyMemory<byte> Note);
