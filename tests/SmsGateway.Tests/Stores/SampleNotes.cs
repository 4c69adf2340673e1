using SmsGateway.Admission;

namespace SmsGateway.Tests.Stores;

/// <summary>Notes of which only a number matters.</summary>
internal static class SampleNotes
{
    public static byte[] Write(int number) =>
        new AdmissionNote(NoteKind.Admitted, number, "auth0", "AU", new AdmissionKeys(1, 2, 3, 4)).Serialize();

    public static List<int> Read(ReadOnlySpan<byte> notes)
    {
        var numbers = new List<int>();
        while (AdmissionNote.TryRead(ref notes, out var note))
        {
            numbers.Add((int)note!.At);
        }

        return numbers;
    }
}
