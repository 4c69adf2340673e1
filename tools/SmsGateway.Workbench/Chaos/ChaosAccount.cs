using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>What became of every message of a scenario, and the rules that it is held to.</summary>
internal sealed class ChaosAccount : IScenarioAccount
{
    private readonly List<(bool Holds, string Rule, string Seen)> _rules = [];
    private readonly IReadOnlyDictionary<string, string> _dead;

    public ChaosAccount(IReadOnlyList<Post> posts, IEnumerable<Arrival> taken, IReadOnlyDictionary<string, string> dead)
    {
        Posts = posts;
        Accepted = [.. posts.Where(post => post.Status == 200)];
        Texts = taken.ToLookup(arrival => NumberIn(arrival.Body));
        _dead = dead;
    }

    public IReadOnlyList<Post> Posts { get; }

    public IReadOnlyList<Post> Accepted { get; }

    /// <summary>What is in a phone, by the number of the post.</summary>
    public ILookup<long, Arrival> Texts { get; }

    public bool Holds => _rules.TrueForAll(rule => rule.Holds);

    public int MostTexts => Texts.Select(texts => texts.Count()).DefaultIfEmpty().Max();

    public bool IsAtCarrier(Post post) => Texts.Contains(post.Number);

    public bool IsDead(Post post) => post.Id is { } id && _dead.ContainsKey(id);

    /// <param name="rule">What is right.</param>
    /// <param name="seen">What was seen instead, or just so.</param>
    public ChaosAccount Rule(bool holds, string rule, FormattableString seen)
    {
        _rules.Add((holds, rule, seen.ToString(CultureInfo.InvariantCulture)));
        return this;
    }

    /// <summary>What holds for every scenario.</summary>
    /// <param name="mostTexts">How many texts one code may make.</param>
    public ChaosAccount NothingLost(int mostTexts)
    {
        var lost = Accepted.Count(post => !IsAtCarrier(post) && !IsDead(post));
        Rule(Accepted.Count > 0, "codes were accepted", $"{Accepted.Count:N0}");
        Rule(lost == 0, "every accepted code is at a carrier or dead", $"{lost:N0} are neither");
        return Rule(MostTexts <= mostTexts, $"at most {mostTexts} texts for one code", $"{MostTexts}");
    }

    public async Task WriteAsync(TextWriter output)
    {
        var dead = Accepted
            .Where(IsDead)
            .GroupBy(post => _dead[post.Id!])
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $", {reason.Key} {reason.Count():N0}"));
        var refused = Posts
            .Where(post => post.Status != 200)
            .GroupBy(post => post.Status)
            .Select(status =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $", {(status.Key == 0 ? "no answer" : status.Key)} x {status.Count():N0}"
                )
            );
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                  accepted        {Accepted.Count, 8:N0}{string.Concat(refused)}
                  at a carrier    {Accepted.Count(IsAtCarrier), 8:N0}
                  dead            {Accepted.Count(IsDead), 8:N0}{string.Concat(dead)}
                  texts per code  {MostTexts, 8:N0} at most
                """
            )
        );
        foreach (var (holds, rule, seen) in _rules)
        {
            await output.WriteLineAsync($"  {(holds ? "holds " : "BROKEN")}  {rule}: {seen}");
        }
    }

    private static long NumberIn(string body)
    {
        var at = body.IndexOf(RequestTemplate.CodeMark, StringComparison.Ordinal);
        return at < 0
            ? -1
            : long.Parse(body.AsSpan(at + RequestTemplate.CodeMark.Length, 10), CultureInfo.InvariantCulture);
    }
}
