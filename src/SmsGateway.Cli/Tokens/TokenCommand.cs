using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Tokens;

/// <summary>Prints a token as Auth0 signs it, for other tools.</summary>
internal sealed class TokenCommand : LeafCommand
{
    private readonly CallerSettings _caller = new(isRequired: true);
    private readonly DurationOption _lifetime = new("--lifetime", "5m", "From now to exp.");
    private readonly Option<bool> _noExpiration = new("--no-expiration")
    {
        Description = "Without exp, as Auth0's legacy connection may send it; it holds until the secret changes.",
    };

    public TokenCommand()
        : base("token", "Print a signed token as Auth0 would send it, and nothing else.")
    {
        _caller.AddTo(this);
        Add(_lifetime);
        Add(_noExpiration);
        Validators.Add(result =>
        {
            if (result.GetValue(_noExpiration) && result.GetResult(_lifetime) is { Implicit: false })
            {
                result.AddError($"{_lifetime.Name} and {_noExpiration.Name} exclude each other.");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new($"{CliApp.Name} token --subject urn:Auth0 --audience urn:sms-gateway --signing-secret-file secret.txt", "holds for five minutes"),
        new($"{CliApp.Name} token --no-expiration > token.txt", "subject, audience and secret from the environment"),
    ];

    protected override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var now = invocation.Environment.Time.GetUtcNow();
        TimeSpan? lifetime = invocation.Get(_noExpiration) ? null : invocation.Get(_lifetime);
        var token = _caller.Require(invocation).Token(now, lifetime);
        if (invocation.Json)
        {
            var expiresAt = lifetime is { } life ? DateTimeOffset.FromUnixTimeSeconds((now + life).ToUnixTimeSeconds()) : (DateTimeOffset?)null;
            invocation.Write(new JsonObject { ["token"] = token, ["expiresAt"] = expiresAt });
        }
        else
        {
            invocation.Environment.Out.WriteLine(token);
        }

        return Task.FromResult(ExitCodes.Ok);
    }
}
