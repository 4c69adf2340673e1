using FsCheck;
using FsCheck.Fluent;

namespace SmsGateway.Tests.Support;

/// <summary>Property tests with a fixed seed: the same inputs at every run, and the smallest counterexample on failure.</summary>
internal static class Properties
{
    private const ulong Seed = 20260304;
    private const ulong Gamma = 7919;

    /// <summary>Seven to fifteen digits, the first not zero.</summary>
    public static Gen<string> Digits { get; } =
        from first in Gen.Choose(1, 9)
        from length in Gen.Choose(6, 14)
        from others in Gen.Choose(0, 9).ArrayOf(length)
        select first + string.Concat(others);

    /// <summary>Well-formed text, 1 to 1600 UTF-16 units: letters, what JSON escapes, other scripts and emoji.</summary>
    public static Gen<string> Text { get; } =
        from length in Gen.Choose(1, 800)
        from pieces in Gen.Elements(
                "a",
                "7",
                " ",
                "\"",
                "\\",
                "\n",
                "\0",
                "<",
                "&",
                "+",
                "é",
                "ß",
                "漢",
                "\u2028",
                "\u200D",
                "\uE000",
                "😀",
                "👩"
            )
            .ArrayOf(length)
        select string.Concat(pieces);

    public static void ForAll<T>(Gen<T> values, Action<T> check, int runs = 300) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(Seed, Gamma).WithQuietOnSuccess(true),
            Prop.ForAll(values.ToArbitrary(), check)
        );
}
