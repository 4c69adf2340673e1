using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace SmsGateway.Admission;

/// <summary>What is written down of a decision. Their numbers are written too, and stay.</summary>
internal enum NoteKind : byte
{
    Admitted = 1,
    Refused = 2,

    /// <summary>The code was entered: what was counted for its message is taken back.</summary>
    Verified = 3,

    /// <summary>To a test number: counted for that alone.</summary>
    Tested = 4,

    /// <summary>Of what was admitted, and then not stored: nobody has the message, and nothing is counted for it.</summary>
    TakenBack = 5,
}

/// <summary>
/// One decision, as other processes hear of it and as it is read after a restart, and by which an operator finds the messages of a
/// number. About 85 bytes; a refusal that can be looked up holds a masked number and the beginning of the address as well.
/// </summary>
internal sealed record AdmissionNote(NoteKind Kind, long At, string Caller, string Region, AdmissionKeys Keys)
{
    private const byte Version = 1;

    /// <summary>Version, kind, time, keys, rule, recorded rules and the end of a hold.</summary>
    private const int FixedBytes = 1 + 1 + 8 + (4 * 8) + 1 + 4 + 8;

    /// <summary>Where the hash of the number is, behind version, kind and time.</summary>
    private const int NumberAt = 1 + 1 + 8;

    /// <summary>After all that has a length of its own.</summary>
    private const int MessageBytes = 16;

    private const int MaxText = 255;

    /// <value>What refused it.</value>
    public AdmissionRule Rule { get; init; }

    /// <value>What would have, and only records.</value>
    public AdmissionRuleSet Recorded { get; init; }

    /// <value>Until when the number block is held because of it, in Unix milliseconds; 0: it is not.</value>
    public long HeldUntil { get; init; }

    /// <value>For an operator, sealed or plain: see <see cref="AdmissionRecord"/>. Empty when it is not to be looked up.</value>
    public ReadOnlyMemory<byte> Detail { get; init; }

    /// <value>Whether a budget that it counts for is nearly used, so that somebody may have to be told. Not written down.</value>
    public bool IsNearBudget { get; set; }

    /// <value>The id of the message in its 16 bytes; empty in notes of earlier versions, and where it is not known.</value>
    public Guid Message { get; init; }

    /// <summary>The rule that is told of it: what refused it, or of a near miss the first that would have.</summary>
    public AdmissionRule Told => Kind == NoteKind.Refused ? Rule : Recorded.Rules.FirstOrDefault();

    public byte[] Serialize()
    {
        Span<byte> caller = stackalloc byte[MaxText];
        // Of one that does not fit, the characters that do.
        Utf8.FromUtf16(Caller, caller, out _, out var callerLength);
        var detailLength = Math.Min(Detail.Length, ushort.MaxValue / 2);
        var length = FixedBytes + 1 + callerLength + 1 + Region.Length + 2 + detailLength + MessageBytes;
        var bytes = new byte[2 + length];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)length);
        span[2] = Version;
        span[3] = (byte)Kind;
        BinaryPrimitives.WriteInt64LittleEndian(span[4..], At);
        BinaryPrimitives.WriteUInt64LittleEndian(span[12..], Keys.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(span[20..], Keys.Block);
        BinaryPrimitives.WriteUInt64LittleEndian(span[28..], Keys.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(span[36..], Keys.User);
        span[44] = (byte)Rule;
        BinaryPrimitives.WriteInt32LittleEndian(span[45..], Recorded.Bits);
        BinaryPrimitives.WriteInt64LittleEndian(span[49..], HeldUntil);
        var at = 2 + FixedBytes;
        span[at++] = (byte)callerLength;
        caller[..callerLength].CopyTo(span[at..]);
        at += callerLength;
        span[at++] = (byte)Region.Length;
        at += Encoding.ASCII.GetBytes(Region, span[at..]);
        BinaryPrimitives.WriteUInt16LittleEndian(span[at..], (ushort)detailLength);
        Detail.Span[..detailLength].CopyTo(span[(at + 2)..]);
        Message.TryWriteBytes(span[^MessageBytes..], bigEndian: true, out _);
        return bytes;
    }

    /// <summary>Of some notes those that are of one of these numbers, as they are written.</summary>
    /// <param name="notes">One note after the other.</param>
    /// <param name="numbers">As in <see cref="AdmissionKeys.Number"/>.</param>
    public static byte[] Of(ReadOnlySpan<byte> notes, ReadOnlySpan<ulong> numbers) => Of(notes, numbers, default);

    /// <summary>Of some notes those that name this message, as they are written.</summary>
    /// <param name="notes">One note after the other.</param>
    /// <param name="message">As in <see cref="Message"/>.</param>
    public static byte[] Of(ReadOnlySpan<byte> notes, Guid message) =>
        Of(notes, [], message.ToByteArray(bigEndian: true));

    private static byte[] Of(ReadOnlySpan<byte> notes, ReadOnlySpan<ulong> numbers, ReadOnlySpan<byte> message)
    {
        var found = new ArrayBufferWriter<byte>();
        while (notes.Length >= 2)
        {
            // A day's notes are looked through for a few of them, so none is read that is not wanted.
            var rest = notes;
            if (!TryTake(ref rest, BinaryPrimitives.ReadUInt16LittleEndian(notes), 2, out var span))
            {
                break;
            }

            if (
                span.Length >= FixedBytes
                && span[0] == Version
                && (
                    message.IsEmpty
                        ? numbers.Contains(BinaryPrimitives.ReadUInt64LittleEndian(span[NumberAt..]))
                        : span.EndsWith(message)
                )
            )
            {
                found.Write(notes[..^rest.Length]);
            }

            notes = rest;
        }

        return found.WrittenSpan.ToArray();
    }

    /// <summary>Reads one note from the front.</summary>
    /// <param name="notes">One note after the other; afterwards what follows the first.</param>
    /// <param name="note">Null when it is of a newer version: it is passed over.</param>
    /// <returns>False when there is none, or what follows is none.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> notes, out AdmissionNote? note)
    {
        note = null;
        if (notes.Length < 2)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(notes);
        if (notes.Length < 2 + length)
        {
            return false;
        }

        var span = notes[2..(2 + length)];
        notes = notes[(2 + length)..];
        if (span.Length < FixedBytes + 4 || span[0] != Version)
        {
            return true;
        }

        var text = span[FixedBytes..];
        if (!TryTake(ref text, text[0], 1, out var caller) || text.Length == 0)
        {
            return true;
        }

        if (
            !TryTake(ref text, text[0], 1, out var region)
            || text.Length < 2
            || !TryTake(ref text, BinaryPrimitives.ReadUInt16LittleEndian(text), 2, out var detail)
        )
        {
            return true;
        }

        note = new AdmissionNote(
            (NoteKind)span[1],
            BinaryPrimitives.ReadInt64LittleEndian(span[2..]),
            Encoding.UTF8.GetString(caller),
            Encoding.ASCII.GetString(region),
            new AdmissionKeys(
                BinaryPrimitives.ReadUInt64LittleEndian(span[NumberAt..]),
                BinaryPrimitives.ReadUInt64LittleEndian(span[18..]),
                BinaryPrimitives.ReadUInt64LittleEndian(span[26..]),
                BinaryPrimitives.ReadUInt64LittleEndian(span[34..])
            )
        )
        {
            Rule = (AdmissionRule)span[42],
            Recorded = new AdmissionRuleSet(BinaryPrimitives.ReadInt32LittleEndian(span[43..])),
            HeldUntil = BinaryPrimitives.ReadInt64LittleEndian(span[47..]),
            Detail = detail.ToArray(),
            Message = text.Length >= MessageBytes ? new Guid(text[..MessageBytes], bigEndian: true) : Guid.Empty,
        };
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, int length, int lengthBytes, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (text.Length < lengthBytes + length)
        {
            return false;
        }

        taken = text.Slice(lengthBytes, length);
        text = text[(lengthBytes + length)..];
        return true;
    }
}
