namespace SmsGateway.InfraCheck.Bicep;

/// <summary>A place in a file.</summary>
/// <param name="File">The path as it is shown to people.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
internal readonly record struct Position(string File, int Line, int Column) : IComparable<Position>
{
    public int CompareTo(Position other) => (File, Line, Column).CompareTo((other.File, other.Line, other.Column));

    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>Something that the Bicep language does not allow; reading the file ends there.</summary>
internal sealed class BicepException(Position at, string message) : Exception(message)
{
    public Position At { get; } = at;
}
