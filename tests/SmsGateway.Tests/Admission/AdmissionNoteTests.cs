using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class AdmissionNoteTests
{
    private static readonly AdmissionNote Full = new(
        NoteKind.Refused,
        Admitting.Start,
        "auth0",
        "UZ",
        new AdmissionKeys(ulong.MaxValue, 2, 0, 4)
    )
    {
        Rule = AdmissionRule.PerBlock,
        Recorded = default(AdmissionRuleSet).With(AdmissionRule.PerNumber).With(AdmissionRule.UnverifiedPerIp),
        HeldUntil = Admitting.Start + 3_600_000,
        Detail = "+99*******12 203.0.113.0/24"u8.ToArray(),
        Message = Guid.Parse("0198c0ffee007000800000000000c0de"),
    };

    private static readonly Gen<AdmissionNote> Notes =
        from kind in Gen.Elements(NoteKind.Admitted, NoteKind.Refused, NoteKind.Verified)
        from caller in Gen.Elements("auth0", "a", "ünlaut", "")
        from region in Gen.Elements("AU", "001", "")
        from numbers in Gen.Choose(0, int.MaxValue).ArrayOf(6)
        from detail in Gen.Choose(0, 255).ArrayOf(numbers[0] % 40)
        select new AdmissionNote(
            kind,
            numbers[0] * 1000L,
            caller,
            region,
            new AdmissionKeys((ulong)numbers[1] << 33, (ulong)numbers[2], (ulong)numbers[3], (ulong)numbers[4])
        )
        {
            Rule = (AdmissionRule)(numbers[5] % 14),
            Recorded = new AdmissionRuleSet(numbers[5]),
            HeldUntil = numbers[4],
            Detail = detail.Select(value => (byte)value).ToArray(),
            Message = new Guid(numbers[1], 2, 3, new byte[8]),
        };

    [Fact]
    public void Are_read_as_they_were_written_one_after_the_other() =>
        Properties.ForAll(
            Notes.ArrayOf(5),
            notes =>
            {
                var read = Read([.. notes.SelectMany(note => note.Serialize())], out var rest);
                Assert.Equal(0, rest);
                Assert.Equal(notes.Select(Text), read.Select(Text));
            }
        );

    /// <summary>A store that lost its end: what is whole before it is read, and nothing else.</summary>
    [Fact]
    public void A_torn_note_is_none()
    {
        var first = Full.Serialize();
        var second = (Full with { Caller = "second" }).Serialize();
        for (var length = 0; length < second.Length; length++)
        {
            var read = Read([.. first, .. second[..length]], out var rest);
            Assert.Equal(Text(Full), Text(Assert.Single(read)));
            Assert.Equal(length, rest);
        }
    }

    [Fact]
    public void A_note_of_a_newer_gateway_is_passed_over()
    {
        var newer = Full.Serialize();
        newer[2] = 2;
        var read = Read([.. newer, .. Full.Serialize()], out var rest);

        Assert.Equal(0, rest);
        Assert.Equal(["", Text(Full)], read.Select(Text));
    }

    /// <summary>Its length may be right and what is in it not: no reader ends by that.</summary>
    [Fact]
    public void Whatever_bytes_there_are_none_of_them_throws() =>
        Properties.ForAll(
            Gen.Choose(0, 255).ArrayOf(80).SelectMany(_ => Gen.Choose(0, 200), (noise, at) => (noise, at)),
            both =>
            {
                byte[] noise = [.. both.noise.Select(value => (byte)value)];
                Read(noise, out _);
                var note = Full.Serialize();
                note[both.at % note.Length] = noise[0];
                Read([.. note, .. Full.Serialize()], out _);
            },
            runs: 2000
        );

    [Fact]
    public void A_caller_with_a_long_name_does_not_spoil_what_follows()
    {
        var read = Read([.. (Full with { Caller = new string('c', 300) }).Serialize(), .. Full.Serialize()], out _);

        Assert.Equal(new string('c', 255), read[0]!.Caller);
        Assert.Equal(Text(Full), Text(read[1]));
    }

    /// <summary>They are in stores for a day after an update.</summary>
    [Fact]
    public void A_note_of_before_messages_had_their_id_there_is_read()
    {
        var now = Full.Serialize();
        byte[] earlier = [.. now[..^16]];
        earlier[0] = (byte)(earlier.Length - 2);
        var read = Read([.. earlier, .. now], out _);

        Assert.Equal([Text(Full with { Message = Guid.Empty }), Text(Full)], read.Select(Text));
    }

    [Fact]
    public void Those_of_a_number_are_picked_as_they_are()
    {
        AdmissionNote[] notes = [Of(1), Of(2), Of(3), Of(1) with { Kind = NoteKind.Admitted }, Of(4)];
        byte[] torn = [.. notes.SelectMany(note => note.Serialize()), .. Of(1).Serialize()[..^1]];

        Assert.Equal(
            [Text(notes[0]), Text(notes[2]), Text(notes[3])],
            Read(AdmissionNote.Of(torn, [3, 1]), out var rest).Select(Text)
        );
        Assert.Equal(0, rest);
        Assert.Empty(AdmissionNote.Of(torn, [5]));

        static AdmissionNote Of(ulong number) => Full with { Keys = new AdmissionKeys(number, 1, 1, 1) };
    }

    [Fact]
    public void Takes_little() => Assert.InRange((Full with { Detail = default }).Serialize().Length, 1, 85);

    private static List<AdmissionNote?> Read(byte[] bytes, out int rest)
    {
        var read = new List<AdmissionNote?>();
        ReadOnlySpan<byte> span = bytes;
        while (AdmissionNote.TryRead(ref span, out var note))
        {
            read.Add(note);
        }

        rest = span.Length;
        return read;
    }

    private static string Text(AdmissionNote? note) =>
        note is null ? "" : $"{note with { Detail = default }} {Convert.ToHexString(note.Detail.Span)}";
}
