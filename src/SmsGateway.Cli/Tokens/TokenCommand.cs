using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Tokens;

/// <summary>Prints a token as Auth0 signs it, for other tools.</summary>
internal sealed class TokenCommand : CliCommand
{
    private readonly CallerSettings _caller = new(isRequired: true);
    private readonly Option<int> _lifetime = Settings.Seconds("--lifetime", 300, "From now to exp.");
    private readonly Option<bool> _noExpiration = new("--no-expiration")
    {
        Description = "Without exp, as Auth0's legacy connection may send it; it holds until the secret changes.",
    };

    public TokenCommand()
        : base(
            "token",
            "Print a signed token as Auth0 would send it, and nothing else.",
            new(
                $"{CliApp.Name} token --subject urn:Auth0 --audience urn:sms-gateway --signing-secret-file secret.txt",
                "holds for five minutes"
            ),
            new($"{CliApp.Name} token --no-expiration > token.txt", "subject, audience and secret from the environment")
        )
    {
        Add([.. _caller.Options, _lifetime, _noExpiration]);
        Validators.Add(result =>
        {
            if (result.GetValue(_noExpiration) && result.GetResult(_lifetime) is { Implicit: false })
            {
                result.AddError($"{_lifetime.Name} and {_noExpiration.Name} exclude each other.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var now = invocation.Environment.Time.GetUtcNow();
        TimeSpan? lifetime = invocation.Get(_noExpiration) ? null : TimeSpan.FromSeconds(invocation.Get(_lifetime));
        var token = (await _caller.RequireAsync(invocation, cancellationToken)).Token(now, lifetime);
        if (invocation.Json)
        {
            var expiresAt = lifetime is { } life
                ? DateTimeOffset.FromUnixTimeSeconds((now + life).ToUnixTimeSeconds())
                : (DateTimeOffset?)null;
            invocation.Write(new JsonObject { ["token"] = token, ["expiresAt"] = expiresAt });
        }
        else
        {
            invocation.Environment.Out.WriteLine(token);
        }

        return ExitCodes.Ok;
    }
}
