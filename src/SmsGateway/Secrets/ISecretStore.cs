using SmsGateway.Messages;

namespace SmsGateway.Secrets;

/// <summary>Secrets by name. Reads are served from memory; implementations bound and refresh what lies behind.</summary>
public interface ISecretStore
{
    /// <exception cref="SecretUnavailableException">There is no such secret, or it cannot be read now.</exception>
    ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a fresh read, because something signed with or sent with the known versions was refused, and waits for one that
    /// has begun since. However many ask, what lies behind is read at a steady pace; so many that they would pile up are not kept
    /// waiting.
    /// </summary>
    /// <param name="name">The secret.</param>
    /// <param name="tried">The versions that were refused; when there are others by now, nothing is waited for. Null for those there are now.</param>
    /// <param name="cancellationToken">Ends the wait, and no read.</param>
    ValueTask<SecretRefresh> RefreshAsync(string name, SecretVersions? tried, CancellationToken cancellationToken);

    /// <summary>How one secret fares, for the health endpoint. Told from memory.</summary>
    SecretHealth Check(string name);
}

/// <summary>What came of asking for a fresh read.</summary>
public enum SecretRefresh
{
    /// <summary>There are the same versions as before.</summary>
    Unchanged,

    /// <summary>There are others now.</summary>
    Changed,

    /// <summary>It could not be read, or too many wait for that: the known versions stay, and may not be the newest.</summary>
    NotRead,
}

/// <param name="IsServed">Whether it can be had, be it as last read. True also as long as nobody has asked for it.</param>
/// <param name="Detail">
/// What is wrong, in words for an operator; null when nothing is. It names the settings that name the secret, and neither its
/// value nor its name, which may be a secret in the wrong place.
/// </param>
public sealed record SecretHealth(bool IsServed, string? Detail);

/// <summary>
/// The enabled versions of one secret. The same instance is returned until a version changes. Secrets enter here, from whichever
/// store, so here they lose what is around them (<see cref="SecretText.Strip"/>).
/// </summary>
public sealed record SecretVersions
{
    public SecretVersions(Sensitive current, Sensitive? previous, DateTimeOffset? currentSince = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        Current = Strip(current);
        Previous = previous is null ? null : Strip(previous);
        CurrentSince = currentSince;
    }

    /// <summary>Used for everything we send.</summary>
    public Sensitive Current { get; }

    /// <summary>Also accepted from callers, so that a rotation refuses nobody.</summary>
    public Sensitive? Previous { get; }

    /// <summary>
    /// Since when the current version has been that, so that a previous one can come to an end; null where that is not known, as
    /// in a configuration, where a previous one is given on purpose and ends by being removed.
    /// </summary>
    public DateTimeOffset? CurrentSince { get; }

    /// <summary>By the values alone: a version that is made anew with the same one changes nothing for anybody.</summary>
    public bool Equals(SecretVersions? other) =>
        other is not null && Current.Equals(other.Current) && Equals(Previous, other.Previous);

    public override int GetHashCode() => HashCode.Combine(Current, Previous);

    private static Sensitive Strip(Sensitive secret) => new(SecretText.Strip(secret.Reveal()));
}

/// <summary>A secret cannot be had. The message names the settings that name it, never its name or a value.</summary>
public sealed class SecretUnavailableException : Exception
{
    public SecretUnavailableException() { }

    public SecretUnavailableException(string message)
        : base(message) { }

    public SecretUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }

    public SecretFailureKind Kind { get; init; } = SecretFailureKind.Unreachable;
}
