using Microsoft.Extensions.Time.Testing;
using SmsGateway.Callers;

namespace SmsGateway.Tests.Support;

/// <summary>A <see cref="CallerAuthenticator"/> with its clock, its secrets and one caller, unless others are given.</summary>
internal sealed class Authentication
{
    public const string SecretName = "auth0-signing";

    private readonly CallerAuthenticator _authenticator;

    public Authentication(params IReadOnlyList<CallerOptions> callers) =>
        _authenticator = new CallerAuthenticator(
            new CallerWatch(callers.Count > 0 ? callers : [CreateCaller()], Time),
            Secrets,
            Time
        );

    public FakeTimeProvider Time { get; } = new(Samples.Start);

    public FakeSecretStore Secrets { get; } = new FakeSecretStore().With(SecretName, TokenFactory.Secret);

    /// <summary>Seconds since 1970 by the test's clock.</summary>
    public static double Now { get; } = Samples.Start.ToUnixTimeSeconds();

    public static CallerOptions CreateCaller(
        string name = Samples.Caller,
        string? subject = TokenFactory.Subject,
        string? audience = TokenFactory.Audience,
        string secretName = SecretName
    ) =>
        new()
        {
            Name = name,
            Subject = subject,
            Audience = audience,
            SigningSecretName = secretName,
        };

    public ValueTask<CallerResult> CheckAsync(params string?[] authorization) =>
        _authenticator.CheckAsync(authorization, CancellationToken.None);

    /// <summary>The name of the caller that the token proves, or why it proves none.</summary>
    public async ValueTask<string> ResultOfAsync(string token) =>
        await CheckAsync(TokenFactory.Bearer(token)) switch
        {
            CallerResult.Authenticated authenticated => authenticated.Caller.Name,
            CallerResult.Refused refused => refused.Reason.ToString(),
            _ => throw new InvalidOperationException("A check has two results."),
        };
}
