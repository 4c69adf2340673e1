using System.Collections.Frozen;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Routing;

namespace SmsGateway.Callers;

/// <summary>How a caller proves itself.</summary>
public enum CallerScheme
{
    /// <summary>A JSON web token signed with the secret (Auth0's legacy connection, our Actions).</summary>
    Jwt,

    /// <summary>The secret itself as bearer token (Auth0's sample Action).</summary>
    StaticBearer,
}

/// <summary>How the signing secret is written.</summary>
public enum SecretEncoding
{
    /// <summary>The text's UTF-8 bytes are the key.</summary>
    Utf8,

    /// <summary>Base64url without padding (<c>secret_base64_encoded</c>); standard base64 is taken too.</summary>
    Base64Url,
}

/// <summary>Who may post: one Auth0 connection or Action.</summary>
public sealed record CallerOptions
{
    private static readonly FrozenSet<string> KnownAlgorithms = FrozenSet.Create("HS256", "HS384", "HS512");

    /// <summary>Settings that say what a token must hold.</summary>
    private static readonly string[] OfTokens =
    [
        nameof(Subject),
        nameof(SubjectSecretName),
        nameof(Audience),
        nameof(AudienceSecretName),
        nameof(Algorithms),
        nameof(RequireExpiration),
        nameof(MaxTokenAge),
        nameof(RequireBodyHash),
    ];

    public required string Name { get; init; }

    /// <value>Default <see cref="CallerScheme.Jwt"/>.</value>
    public CallerScheme Scheme { get; init; }

    /// <value>What <c>sub</c> must be; null when <see cref="SubjectSecretName"/> is used, or with a static bearer.</value>
    public string? Subject { get; init; }

    public string? SubjectSecretName { get; init; }

    /// <value>What <c>aud</c> must be or contain; null when <see cref="AudienceSecretName"/> is used, or with a static bearer.</value>
    public string? Audience { get; init; }

    public string? AudienceSecretName { get; init; }

    /// <value>Name of the secret that signs, or of the bearer itself.</value>
    public required string SigningSecretName { get; init; }

    /// <value>Default <see cref="SecretEncoding.Utf8"/>.</value>
    public SecretEncoding SigningSecretEncoding { get; init; }

    /// <value>Default HS256 only.</value>
    public IReadOnlyList<string> Algorithms { get; init; } = ["HS256"];

    /// <value>Default false: <c>exp</c> of Auth0's legacy token is undocumented. True also refuses one more than a day away.</value>
    public bool RequireExpiration { get; init; }

    /// <value>Longest time since <c>iat</c>, which it makes mandatory; null (default) for no limit.</value>
    public TimeSpan? MaxTokenAge { get; init; }

    /// <value>Whether a token must hold <c>body_sha256</c>. Default false: Auth0's legacy token does not; one that does is held to it anyhow.</value>
    public bool RequireBodyHash { get; init; }

    /// <value>Its own route, before all others; empty (default) for the general routes.</value>
    public IReadOnlyList<RouteEntry> Carriers { get; init; } = [];

    /// <value>Life of this caller's codes, from acceptance to expiry. Default: what <c>Gateway__Delivery__TimeToLive</c> says.</value>
    public TimeSpan TimeToLive { get; init; } = Envelope.DefaultTimeToLive;

    /// <value>The regions that its messages may go to, in the place of the general list; empty (default) for that list.</value>
    public IReadOnlySet<string> Regions { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Setting key to secret name.</summary>
    public IReadOnlyDictionary<string, string> SecretNames =>
        new[]
        {
            (nameof(SigningSecretName), Name: SigningSecretName),
            (nameof(SubjectSecretName), Name: SubjectSecretName ?? ""),
            (nameof(AudienceSecretName), Name: AudienceSecretName ?? ""),
        }
            .Where(pair => pair.Name.Length > 0)
            .ToDictionary(pair => pair.Item1, pair => pair.Name);

    /// <param name="reader">The caller's section.</param>
    /// <param name="timeToLive">The life of its codes when the section does not say.</param>
    /// <param name="attemptTimeout">How long one attempt to deliver them may take.</param>
    /// <param name="routes">Reads its own route.</param>
    public static CallerOptions Read(
        ConfigurationReader reader,
        TimeSpan timeToLive,
        TimeSpan attemptTimeout,
        RouteReader routes
    )
    {
        ArgumentNullException.ThrowIfNull(routes);
        var scheme = reader.Choice("Scheme", CallerScheme.Jwt);
        var algorithms = reader.List("Algorithms");
        foreach (var algorithm in algorithms.Where(algorithm => !KnownAlgorithms.Contains(algorithm)))
        {
            reader.Error("Algorithms", "may hold HS256, HS384 and HS512 only");
        }

        var options = new CallerOptions
        {
            Name = reader.Name,
            Scheme = scheme,
            Subject = reader.Optional("Subject"),
            SubjectSecretName = reader.Optional("SubjectSecretName"),
            Audience = reader.Optional("Audience"),
            AudienceSecretName = reader.Optional("AudienceSecretName"),
            SigningSecretName = reader.Required("SigningSecretName"),
            SigningSecretEncoding = reader.Choice("SigningSecretEncoding", SecretEncoding.Utf8),
            Algorithms = algorithms.Count > 0 ? algorithms : ["HS256"],
            RequireExpiration = reader.Flag("RequireExpiration", false),
            MaxTokenAge = reader.Duration("MaxTokenAge", TimeSpan.FromSeconds(1), TimeSpan.FromDays(365)),
            RequireBodyHash = reader.Flag("RequireBodyHash", false),
            Carriers = routes.Read(reader, "Carriers"),
            TimeToLive = reader.Duration("TimeToLive", Envelope.MinTimeToLive, Envelope.MaxTimeToLive) ?? timeToLive,
            Regions = RegionKeys.List(reader, "Regions"),
        };
        if (scheme == CallerScheme.Jwt)
        {
            RequireOneOf(reader, "Subject", options.Subject, options.SubjectSecretName);
            RequireOneOf(reader, "Audience", options.Audience, options.AudienceSecretName);
        }
        else
        {
            foreach (var key in OfTokens.Where(reader.Has))
            {
                reader.Warn(key, "has no effect with Scheme StaticBearer");
            }
        }

        if (options.TimeToLive < attemptTimeout && options.TimeToLive != timeToLive)
        {
            reader.Warn(
                "TimeToLive",
                "is shorter than Gateway__Delivery__AttemptTimeout: one attempt may outlast the code, and no other follows"
            );
        }

        reader.RejectUnknownKeys();
        return options;
    }

    private static void RequireOneOf(ConfigurationReader reader, string key, string? value, string? secretName)
    {
        if ((value is null) == (secretName is null))
        {
            reader.Error(
                key,
                value is null ? $"is required (or {key}SecretName)" : $"and {key}SecretName exclude each other"
            );
        }
    }
}
