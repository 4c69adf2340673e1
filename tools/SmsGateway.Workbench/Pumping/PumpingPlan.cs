using System.Globalization;

namespace SmsGateway.Workbench.Pumping;

/// <summary>What an attacker does: 50 codes a second, from 20,000 addresses.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Numbers">His numbers in their order, so many.</param>
internal sealed record PumpingPlan(string Name, Func<Random, int, IEnumerable<string>> Numbers)
{
    /// <summary>The rented block that a published attack used: 13,000 texts went to it.</summary>
    public const string Block = "+99899394";

    private const int PerSecond = 50;
    private const int Addresses = 20_000;
    private const int LinesOfABlock = 10_000;

    /// <summary>Of the time, for one block; then he walks.</summary>
    private const double StayingPart = 0.6;

    /// <summary>From each of the blocks that he walks through.</summary>
    private const int WalkingStep = 300;

    /// <value>The part of his codes that he enters himself, so that his numbers look like users.</value>
    public double Entered { get; init; }

    /// <value>The part of the honest users whose numbers lie in the attacked block.</value>
    public double HonestInBlock { get; init; }

    /// <value>Of so many honest users one is behind the one address that users share, of a mobile carrier in one region.</value>
    public int HonestPerSharedAddress { get; init; } = 75;

    /// <summary>One block, shuffled and over again; then a second wave through those beside it.</summary>
    public static readonly PumpingPlan OneBlock = new("one block, then its neighbours", StayThenWalk);

    /// <summary>What else he may try, and who else may be there: reported, and held to nothing.</summary>
    public static readonly IReadOnlyList<PumpingPlan> Others =
    [
        new("few each from 3,000 blocks", Spread),
        OneBlock with
        {
            Name = "he enters 4 of 5 himself",
            Entered = 0.8,
        },
        OneBlock with
        {
            Name = "1 of 50 honest users in his block",
            HonestInBlock = 0.02,
        },
        OneBlock with
        {
            Name = "1 of 10 honest users behind one address",
            HonestPerSharedAddress = 10,
        },
    ];

    /// <summary>In the order of their times.</summary>
    public IEnumerable<CodeRequest> Requests(Random random, TimeSpan duration)
    {
        var count = (int)(duration.TotalSeconds * PerSecond);
        var addresses = Enumerable.Range(0, Addresses).ToArray();
        random.Shuffle(addresses);
        var at = 0;
        foreach (var number in Numbers(random, count))
        {
            var address = addresses[at % Addresses];
            yield return new CodeRequest(
                TimeSpan.FromSeconds((double)at++ / PerSecond),
                number,
                string.Create(CultureInfo.InvariantCulture, $"45.10.{address / 256}.{address % 256}"),
                IsAttack: true,
                random.NextDouble() < Entered ? TimeSpan.FromSeconds(5 + (15 * random.NextDouble())) : null
            );
        }
    }

    private static IEnumerable<string> StayThenWalk(Random random, int count)
    {
        var lines = Enumerable.Range(0, LinesOfABlock).ToArray();
        random.Shuffle(lines);
        var first = long.Parse(Block, CultureInfo.InvariantCulture);
        var staying = (int)(count * StayingPart);
        for (var i = 0; i < count; i++)
        {
            var block = i < staying ? first : first + 1 + ((i - staying) / WalkingStep);
            yield return Number(block, lines[i % LinesOfABlock]);
        }
    }

    private static IEnumerable<string> Spread(Random random, int count)
    {
        const long First = 99_890_000;
        const int Blocks = 3000;
        for (var i = 0; i < count; i++)
        {
            yield return Number(First + random.Next(Blocks), random.Next(LinesOfABlock));
        }
    }

    private static string Number(long block, int line) =>
        string.Create(CultureInfo.InvariantCulture, $"+{block}{line:D4}");
}
