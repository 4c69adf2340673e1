namespace SmsGateway.Cli.Check;

/// <summary>How one thing looked at is.</summary>
internal enum CheckState
{
    Ok,

    /// <summary>It works, and will not for ever, or not as well as it could. Not well, all the same.</summary>
    Warn,

    /// <summary>Messages do not come through, or anybody can send them.</summary>
    Fail,

    /// <summary>Not looked at, or not to be seen from here; the advice says what it takes.</summary>
    Skip,
}

/// <param name="Name">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Advice">What to do; null when there is nothing to do.</param>
internal sealed record CheckLine(string Name, CheckState State, string Detail, string? Advice = null)
{
    public static CheckLine Ok(string name, string detail) => new(name, CheckState.Ok, detail);

    public static CheckLine Warn(string name, string detail, string advice) =>
        new(name, CheckState.Warn, detail, advice);

    public static CheckLine Fail(string name, string detail, string advice) =>
        new(name, CheckState.Fail, detail, advice);

    public static CheckLine Skip(string name, string detail, string? advice = null) =>
        new(name, CheckState.Skip, detail, advice);
}
