using System.Globalization;

namespace SmsGateway.Workbench.Pumping;

/// <summary>
/// Who wants the code: two a second, in many regions and number blocks. Some ask again before they enter it, 85 % enter it, a few
/// share one address.
/// </summary>
internal static class HonestUsers
{
    public const double PerSecond = 2;
    public const double Entering = 0.85;

    private const int BlocksOfARegion = 30;

    /// <summary>The carrier whose users share an address is in this region.</summary>
    private static readonly Region OfSharedAddress = new("IN", "+9198", 4, 1000, 14);

    private static readonly IReadOnlyList<Region> Regions =
    [
        new("AU", "+614", 4, 1200, 20),
        new("DE", "+49151", 4, 1200, 15),
        OfSharedAddress,
        new("US", "+1212", 3, 220, 12),
        new("BR", "+55119", 4, 7100, 10),
        new("FR", "+336", 4, 1200, 8),
        new("ID", "+62812", 4, 1200, 8),
        new("NG", "+23481", 4, 1200, 6),
        new("JP", "+8190", 4, 1200, 5),
        // The attacked region has users as well, in other blocks.
        new("UZ", "+99891", 3, 120, 2),
    ];

    private static readonly double AllWeights = Regions.Sum(region => region.Weight);

    /// <summary>Of all honest users, by region.</summary>
    public static IReadOnlyDictionary<string, double> ShareOfRegions { get; } =
        Regions.ToDictionary(region => region.Name, region => region.Weight / AllWeights);

    /// <summary>Of all honest users, by number block.</summary>
    public static IReadOnlyDictionary<string, double> ShareOfBlocks { get; } =
        Regions
            .SelectMany(region => region.Blocks, (region, block) => (block, region.Weight))
            .ToDictionary(block => block.block, block => block.Weight / AllWeights / BlocksOfARegion);

    /// <summary>In the order of their times.</summary>
    public static IEnumerable<CodeRequest> Requests(Random random, TimeSpan duration, PumpingPlan plan) =>
        Users(random, duration, plan).OrderBy(request => request.At);

    private static IEnumerable<CodeRequest> Users(Random random, TimeSpan duration, PumpingPlan plan)
    {
        var numbers = new HashSet<string>();
        var user = 0;
        for (var at = Pause(random); at < duration; at += Pause(random))
        {
            user++;
            var sharesAddress = user % plan.HonestPerSharedAddress == 0;
            string number;
            do
            {
                number = Number(random, sharesAddress, plan);
            } while (!numbers.Add(number));

            var ip = sharesAddress
                ? "49.36.1.1"
                : string.Create(CultureInfo.InvariantCulture, $"81.{user / 65_536}.{user / 256 % 256}.{user % 256}");
            foreach (var request in Asking(random, at, number, ip))
            {
                yield return request;
            }
        }
    }

    /// <summary>One user: up to three times, within the burst for one number.</summary>
    private static IEnumerable<CodeRequest> Asking(Random random, TimeSpan at, string number, string ip)
    {
        var more = random.NextDouble() switch
        {
            < 0.03 => 2,
            < 0.15 => 1,
            _ => 0,
        };
        for (; more > 0; more--)
        {
            yield return new CodeRequest(at, number, ip, IsAttack: false, null);
            at += Between(random, 15, 40);
        }

        yield return new CodeRequest(
            at,
            number,
            ip,
            IsAttack: false,
            random.NextDouble() < Entering ? Between(random, 5, 60) : null
        );
    }

    private static string Number(Random random, bool sharesAddress, PumpingPlan plan)
    {
        var block =
            random.NextDouble() < plan.HonestInBlock
                ? PumpingPlan.Block
                : (sharesAddress ? OfSharedAddress : Draw(random)).Block(random.Next(BlocksOfARegion));
        return string.Create(CultureInfo.InvariantCulture, $"{block}{random.Next(10_000):D4}");
    }

    private static Region Draw(Random random)
    {
        var at = random.NextDouble() * AllWeights;
        foreach (var region in Regions)
        {
            at -= region.Weight;
            if (at < 0)
            {
                return region;
            }
        }

        return Regions[^1];
    }

    private static TimeSpan Pause(Random random) => TimeSpan.FromSeconds((0.5 + random.NextDouble()) / PerSecond);

    private static TimeSpan Between(Random random, double from, double to) =>
        TimeSpan.FromSeconds(from + ((to - from) * random.NextDouble()));

    /// <param name="Prefix">With which its mobile numbers begin.</param>
    /// <param name="BlockDigits">How many digits follow before the four of a line.</param>
    /// <param name="First">The first of its blocks in use.</param>
    private sealed record Region(string Name, string Prefix, int BlockDigits, int First, double Weight)
    {
        public IEnumerable<string> Blocks => Enumerable.Range(0, BlocksOfARegion).Select(Block);

        public string Block(int number) =>
            Prefix + (First + number).ToString($"D{BlockDigits}", CultureInfo.InvariantCulture);
    }
}
