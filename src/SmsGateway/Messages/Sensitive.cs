namespace SmsGateway.Messages;

/// <summary>
/// Text that must never reach a log, an exception, a problem document or a metric: a message body, a code, a secret.
/// Its <see cref="ToString"/> hides the text, so that interpolation and structured logging are harmless; reading it takes
/// the visible word <see cref="Reveal"/>.
/// </summary>
public sealed class Sensitive : IEquatable<Sensitive>
{
    private readonly string _text;

    public Sensitive(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>Length in UTF-16 code units.</summary>
    public int Length => _text.Length;

    public string Reveal() => _text;

    public override string ToString() => "***";

    public bool Equals(Sensitive? other) =>
        other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Sensitive);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
