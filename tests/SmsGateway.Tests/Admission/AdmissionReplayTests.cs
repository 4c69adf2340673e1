using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>What has been counted by those who were not there, or did not happen.</summary>
public sealed class AdmissionReplayTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    /// <summary>Whose request it is and how long after the one before: few of everything, so that they meet.</summary>
    private static readonly Gen<Step[]> Steps = (
        from line in Gen.Choose(0, 5)
        from block in Gen.Choose(0, 1)
        from who in Gen.Choose(0, 3)
        from gap in Gen.OneOf(Gen.Choose(0, 3000), Gen.Choose(0, 20 * (int)Minute), Gen.Choose(0, 8 * (int)Hour))
        from what in Gen.Choose(0, 9)
        select new Step(line, block, who, gap, what)
    ).ArrayOf(120);

    private static readonly TimeSpan ExactRefill = TimeSpan.FromMilliseconds(1 << 16);

    private static readonly AdmissionOptions Everything = new()
    {
        PerNumber = new AdmissionLimit
        {
            Burst = 2,
            Refill = ExactRefill,
            PerHour = 4,
            PerDay = 8,
        },
        PerBlock = Admitting.PerHour(6),
        PerIp = Admitting.PerHour(9),
        RegionsPerIp = Admitting.PerDay(1),
        PerRegion = Admitting.PerDay(60),
        PerUser = Admitting.Bucket(3, ExactRefill),
        PerCaller = Admitting.PerHour(30),
        PerTenant = Admitting.PerDay(100),
    };

    /// <summary>A process that starts hears what was written down, and decides as the one before it would have.</summary>
    [Fact]
    public void After_a_restart_the_same_is_decided() =>
        Properties.ForAll(
            Steps.SelectMany(_ => Gen.Choose(0, 100), (steps, restart) => (steps, restart)),
            run =>
            {
                var before = new LedgerSteps(Everything);
                var after = new LedgerSteps(Everything);
                var written = new List<byte>();
                var now = Admitting.Start;
                for (var i = 0; i < run.steps.Length; i++)
                {
                    if (i == run.restart)
                    {
                        after.Ledger.Hear(written.ToArray());
                    }

                    var step = run.steps[i];
                    now += step.Gap;
                    if (step.What == 0)
                    {
                        written.AddRange(before.Verify(step.Request, now));
                        if (i >= run.restart)
                        {
                            after.Verify(step.Request, now);
                        }

                        continue;
                    }

                    var decision = before.Decide(step.Request, now, out var note);
                    written.AddRange(note.Serialize());
                    if (i >= run.restart)
                    {
                        Assert.Equal(decision, after.Decide(step.Request, now, out var same));
                        Assert.Equal(note.HeldUntil, same.HeldUntil);
                    }
                }
            }
        );

    /// <summary>A message that was not stored after all has not been: whoever comes next finds what he would have.</summary>
    [Fact]
    public void What_is_taken_back_was_never_counted()
    {
        // Refused tries against fraud count by themselves and are not taken back, so none of these refuses.
        var options = Everything with
        {
            PerBlock = Admitting.PerHour(6, AdmissionMode.RecordOnly),
            PerIp = Admitting.PerHour(9, AdmissionMode.RecordOnly),
            RegionsPerIp = Admitting.PerDay(1, AdmissionMode.Off),
        };
        Properties.ForAll(
            Steps,
            run =>
            {
                var plain = new LedgerSteps(options);
                var disturbed = new LedgerSteps(options);
                var now = Admitting.Start;
                foreach (var step in run)
                {
                    // All within an hour: what is older is kept by the hour, from when that is found to be so.
                    now += step.Gap % (Minute / 3);
                    if (step.What < 5)
                    {
                        disturbed.Decide(step.Request, now, out var note);
                        if (note.Kind == NoteKind.Admitted)
                        {
                            disturbed.Ledger.TakeBack(note);
                        }

                        continue;
                    }

                    Assert.Equal(plain.Decide(step.Request, now), disturbed.Decide(step.Request, now));
                }
            }
        );
    }

    private sealed record Step(int Line, int Block, int Who, long Gap, int What)
    {
        public AdmissionRequest Request =>
            Admitting.Request(
                Line == 5 ? "+61491570156" : Admitting.Number(Line, Block),
                Who == 0 ? null : $"203.0.113.{Who}",
                Who == 0 ? null : $"auth0|{Who % 2}"
            );
    }
}
