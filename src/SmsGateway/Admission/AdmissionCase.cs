using SmsGateway.Queue;

namespace SmsGateway.Admission;

/// <summary>One message before admission, from the fixed rules to the step that counts and stores it.</summary>
public sealed class AdmissionCase : IQueueGate
{
    private readonly AdmissionControl _control;
    private readonly AdmissionScope _scope;

    internal AdmissionCase(
        AdmissionControl control,
        AdmissionRequest request,
        AdmissionSeal.AdmissionPen pen,
        AdmissionScope scope,
        AdmissionRefusal? refusal
    ) => (_control, Request, Pen, _scope, Refusal) = (control, request, pen, scope, refusal);

    public AdmissionRequest Request { get; }

    /// <summary>The test number that the message goes to: it is kept for an operator and not sent.</summary>
    public TestNumber? TestNumber { get; init; }

    /// <summary>Whether it has to be asked by the store: otherwise the fixed rules were all.</summary>
    public bool Counts => _control.Counts;

    /// <summary>Set when the message is not sent.</summary>
    public AdmissionRefusal? Refusal { get; private set; }

    /// <value>What it is counted under; of a message that is not counted, none.</value>
    internal AdmissionKeys Keys { get; init; }

    /// <summary>Writes down what is of people.</summary>
    internal AdmissionSeal.AdmissionPen Pen { get; }

    /// <summary>What was decided, and is to be told.</summary>
    internal AdmissionNote? Note { get; private set; }

    public void Hear(ReadOnlySpan<byte> notes) => _control.Hear(notes);

    public GateAnswer Ask(bool isCurrent)
    {
        if (!_control.MayGoOn(isCurrent))
        {
            return new GateAnswer(false, default);
        }

        Note = _control.Decide(Request, Pen, Keys, _scope, out var refusal);
        Refusal = refusal;
        return new GateAnswer(refusal is null, Note.Serialize());
    }

    public ReadOnlyMemory<byte> TakeBack()
    {
        var note = Note;
        Note = null;
        if (note is null or { Kind: NoteKind.Refused })
        {
            return default;
        }

        _control.TakeBack(note);
        // A test is noted for others only once it stands.
        return note.Kind == NoteKind.Admitted
            ? (note with { Kind = NoteKind.TakenBack, Detail = default }).Serialize()
            : default;
    }
}
