using System.Text.Json.Nodes;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Testing;

/// <summary>Who posts in a run. A class, not a record: nothing prints its secret.</summary>
internal sealed class Caller(string name, string subject, string audience, string secret)
{
    public string Name => name;

    public string Subject => subject;

    public string Audience => audience;

    public string Secret => secret;

    /// <summary>Life of this caller's codes, when it is not the gateway's default.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Whether subject and audience are secrets too, as MessageMedia's customers have it.</summary>
    public bool ClaimsAreSecret { get; init; }

    /// <summary>A token as Auth0 signs it; distinct for each <paramref name="number"/>.</summary>
    public string Token(int? number = null) =>
        TokenMinter.Sign(
            new Dictionary<string, JsonNode?>
            {
                ["sub"] = Subject,
                ["aud"] = Audience,
                // No jti, which Auth0's legacy token has not either: it would name the message.
                ["number"] = number,
            },
            Secret
        );
}
