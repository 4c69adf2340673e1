using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using SmsGateway.Cli.Tokens;
using Spectre.Console;

namespace SmsGateway.Cli.Check;

/// <summary>Looks at a deployment from outside; sends no message.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly Setting _url = Settings.Url();
    private readonly CallerSettings _caller = new(isRequired: false);
    private readonly SecretSetting _operatorsKey = Settings.OperatorsKey(isRequired: false);

    public CheckCommand()
        : base(
            "check",
            "Check a deployment from outside: address, TLS, clock, health, and whether it knows the caller and refuses strangers. Sends no message. "
                + "Exits with 0 only when all that it looked at is well, so with 1 after a warning too.",
            new($"{CliApp.Name} check --url https://sms.example.com", "what can be seen without any secret"),
            new(
                $"{CliApp.Name} check --url https://sms.example.com --subject urn:Auth0 --audience urn:sms-gateway --signing-secret-file secret.txt",
                "with the caller's values, as Auth0 has them"
            )
        )
    {
        Add([_url, .. _caller.Options, _operatorsKey]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var address = invocation.RequireUrl(_url);
        var (caller, missing) = await _caller.FindAsync(invocation, cancellationToken);
        if (caller is null && invocation.IsGiven(_caller.Secret))
        {
            // Whoever gives a secret relies on its being tried, and may delete its file afterwards.
            throw CliException.Usage($"The signing secret cannot be tried without {missing}. Nothing was checked.");
        }

        var key = await invocation.FindSecretAsync(_operatorsKey, cancellationToken);
        using var gateway = new GatewayClient(invocation.Environment, address, key);

        var lines = new List<CheckLine> { AddressCheck.Of(address) };
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            lines.AddRange(await TlsCheck.RunAsync(invocation.Environment, address, cancellationToken));
            lines.Add(await AddressCheck.PlainAsync(invocation.Environment, address, cancellationToken));
        }

        try
        {
            lines.AddRange(await HealthCheck.RunAsync(gateway, invocation.Environment, cancellationToken));
            lines.Add(await CallerProbe.StrangerAsync(gateway, cancellationToken));
            // Neither token nor key goes over a wire that others can read.
            var isPrivate = address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;
            lines.Add(
                !isPrivate ? NotTried("caller", "A token is not sent without TLS.")
                : caller is null ? NotTried("caller", $"To see whether the gateway knows Auth0, give {missing}.")
                : await CallerProbe.SignedAsync(
                    gateway,
                    caller,
                    invocation.Environment.Time.GetUtcNow(),
                    cancellationToken
                )
            );
            lines.Add(
                !isPrivate ? NotTried("operators", "The operators' key is not sent without TLS.")
                : key is null
                    ? NotTried(
                        "operators",
                        $"To try the operators' key, give {_operatorsKey.Name} (or {_operatorsKey.Variable})."
                    )
                : await CallerProbe.OperatorAsync(gateway, cancellationToken)
            );
        }
        catch (CliException e)
        {
            lines.Add(
                CheckLine.Fail(
                    "connection",
                    e.Message,
                    "Is the gateway running, and does a firewall let Auth0's addresses through?"
                )
            );
        }

        var worst = lines.Where(line => line.State != CheckState.Skip).Max(line => line.State);
        Report(invocation, address, lines, worst);
        return worst == CheckState.Ok ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static CheckLine NotTried(string name, string advice) => CheckLine.Skip(name, "not tried", advice);

    private static void Report(Invocation invocation, Uri address, IReadOnlyList<CheckLine> lines, CheckState worst)
    {
        if (invocation.Json)
        {
            invocation.Write(
                new JsonObject
                {
                    ["url"] = address.ToString(),
                    ["state"] = Word(worst),
                    ["checks"] = new JsonArray([
                        .. lines.Select(line => new JsonObject
                        {
                            ["name"] = line.Name,
                            ["state"] = Word(line.State),
                            ["detail"] = line.Detail,
                            ["advice"] = line.Advice,
                        }),
                    ]),
                }
            );
            return;
        }

        var table = Tables.New(invocation, "", "What", "Seen");
        foreach (var line in lines)
        {
            table.AddRow(
                Tables.Cell(Word(line.State), Colour(line.State)),
                Tables.Cell(line.Name),
                Tables.Cell(line.Detail)
            );
        }

        invocation.Screen.Write(table);
        foreach (var line in lines.Where(line => line.Advice is not null))
        {
            invocation.Environment.Out.WriteLine();
            invocation.Environment.Out.WriteLine($"{line.Name} ({Word(line.State)}): {Tables.Clean(line.Advice)}");
        }

        invocation.Environment.Out.WriteLine();
        invocation.Environment.Out.WriteLine(
            worst != CheckState.Ok ? "Not all is well."
            : lines.Any(line => line.State == CheckState.Skip) ? "All that was looked at is well."
            : "All is well."
        );
    }

    private static string Word(CheckState state) => state.ToString().ToLowerInvariant();

    private static Color Colour(CheckState state) =>
        state switch
        {
            CheckState.Ok => Color.Green,
            CheckState.Warn => Color.Yellow,
            CheckState.Fail => Color.Red,
            _ => Color.Grey,
        };
}
