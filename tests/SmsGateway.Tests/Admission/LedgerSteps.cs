using SmsGateway.Admission;

namespace SmsGateway.Tests.Admission;

/// <summary>A ledger, and what it decides.</summary>
internal sealed class LedgerSteps
{
    private readonly AdmissionHash _hash = new(new byte[AdmissionHash.KeyBytes]);

    public LedgerSteps(AdmissionOptions options, IConversions? conversions = null) =>
        Ledger = new AdmissionLedger(options, conversions ?? new NoConversions());

    public AdmissionLedger Ledger { get; }

    public AdmissionDecision Decide(AdmissionRequest request, long now, AdmissionScope scope = AdmissionScope.All) =>
        Decide(request, now, out _, scope);

    public AdmissionDecision Decide(
        AdmissionRequest request,
        long now,
        out AdmissionNote note,
        AdmissionScope scope = AdmissionScope.All
    )
    {
        note = Ledger.Decide(request, _hash.Of(request), scope, now, out var decision);
        return decision;
    }

    /// <summary>A code of this request was entered.</summary>
    /// <returns>As it is written down.</returns>
    public byte[] Verify(AdmissionRequest request, long now)
    {
        var note = new AdmissionNote(
            NoteKind.Verified,
            now,
            request.Caller,
            request.Region,
            _hash.Of(request)
        ).Serialize();
        Ledger.Hear(note);
        return note;
    }
}
