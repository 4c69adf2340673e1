namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>What became of one accepted message.</summary>
internal sealed class Fate
{
    /// <summary>How often a carrier took it.</summary>
    public int Texts { get; set; }

    /// <summary>Texts and copies of which nobody could write down that there are: a process died or stood still, or an answer was lost.</summary>
    public int Unrecorded { get; set; }

    public bool IsDead { get; set; }

    public bool HasEnd => Texts > 0 || IsDead;

    public bool IsSentTooOften => Texts > 1 + Unrecorded;
}

/// <summary>One hand-out of a message, from its lease to its end.</summary>
internal sealed class Run(Fate fate)
{
    private int _exposed;

    public Fate Fate => fate;

    /// <summary>A carrier has taken it, or a copy lies in the queue, and the message is not deleted yet.</summary>
    public void Expose() => _exposed++;

    public void Record() => _exposed = 0;

    public void Break()
    {
        fate.Unrecorded += _exposed;
        _exposed = 0;
    }
}
