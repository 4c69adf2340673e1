using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.Status;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Tokens;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0;

/// <summary>Says whether a tenant's codes come to the gateway, what is wrong, and how to mend it.</summary>
internal sealed class StatusCommand : CliCommand
{
    private readonly TenantSettings _tenant = new("read:connections, read:phone_providers, read:actions");
    private readonly GatewaySettings _gateway = new(isRequired: false);
    private readonly Option<bool> _noProbe = GatewayProbe.Without();

    public StatusCommand()
        : base(
            "status",
            "Tell whether the tenant's codes come to the gateway, what is wrong, and how to mend it. "
                + "Compares with the gateway's values, as far as they are given, and tries the gateway with a signed, empty message; changes nothing.",
            new(
                $"{CliApp.Name} auth0 status --domain example.eu.auth0.com --client-id abc --client-secret-file client.txt",
                "the tenant alone, and a try of its gateway"
            ),
            new(
                $"{CliApp.Name} auth0 status --audience urn:sms-gateway --signing-secret-file signing.txt",
                "compares audience and secret too; the rest from the environment"
            )
        )
    {
        Add([.. _tenant.Options, .. _gateway.Options, _noProbe]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var expected = await _gateway.FindAsync(invocation, cancellationToken);
        using var api = await _tenant.OpenAsync(invocation, cancellationToken);
        var providers = await api.PhoneProvidersAsync(mayLackScope: true, cancellationToken);
        var findings = new List<Finding>();
        if (providers is null)
        {
            findings.Note(
                "Whether a phone provider takes the connections' place cannot be seen: the token lacks the scope read:phone_providers.",
                "grant it"
            );
        }

        // A provider that is switched off takes nobody's place, unless connect had switched it on.
        if (
            providers is [var provider, ..]
            && (!provider.Disabled || _tenant.StateOfPhone(invocation, api).Read() is not null)
        )
        {
            await CheckPhoneAsync(invocation, api, provider, expected, findings, cancellationToken);
        }
        else
        {
            await CheckConnectionAsync(invocation, api, expected, findings, cancellationToken);
        }

        return Report(invocation, findings);
    }

    private async Task CheckConnectionAsync(
        Invocation invocation,
        ManagementApi api,
        GatewayExpectation expected,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        var connection = _tenant.Choose(invocation, await api.ConnectionsAsync(cancellationToken));
        findings.Good($"The tenant sends by its connection {connection}.");
        findings.Warning(
            "Auth0 calls a connection's gateway only in tenants created before March 2025; how old this one is cannot be seen.",
            "in a newer tenant, run 'sms-gateway auth0 connect --mode action'"
        );
        findings.AddRange(ConnectionChecks.Check(connection.Options, expected));
        var state = _tenant.StateOf(invocation, api, connection).Read();
        switch (ConnectionSide.Find(state, connection.Options))
        {
            case TenantFound.Unfinished or TenantFound.Original or TenantFound.Written when state!.Writing is not null:
                findings.Wrong("The last connect from here was not finished.", "run 'sms-gateway auth0 connect' again");
                break;
            case TenantFound.Changed:
                findings.Note("Options were changed since connect: disconnect would ask for --force.");
                break;
        }

        if (!invocation.Get(_noProbe) && Whole(connection.Options) is { } gateway)
        {
            await ProbeAsync(invocation, gateway, findings, cancellationToken);
        }
    }

    private async Task CheckPhoneAsync(
        Invocation invocation,
        ManagementApi api,
        PhoneProvider provider,
        GatewayExpectation expected,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        findings.Good("The tenant sends by its phone provider.");
        var whole = Whole(expected);
        var (action, mayRead) = await api.PhoneActionAsync(mayLackScope: true, cancellationToken);
        var state = _tenant.StateOfPhone(invocation, api).Read();
        findings.AddRange(
            ActionChecks.Check(
                action,
                mayRead,
                provider,
                state,
                whole is null ? null : GatewayAction.Fingerprint(whole)
            )
        );
        foreach (var connection in await api.ConnectionsAsync(cancellationToken))
        {
            if (ConnectionChecks.Check(connection.Options, new GatewayExpectation())[0].Kind == FindingKind.Good)
            {
                findings.Note(
                    $"The connection {connection} names a gateway, which Auth0 does not call: the phone provider takes its place (unless 'Use Tenant-level Messaging Provider' is off).",
                    "'sms-gateway auth0 disconnect --mode connection' puts its options back"
                );
            }
        }

        if (whole is null)
        {
            findings.Note(
                "What the Action signs with cannot be read.",
                "give --url, --subject, --audience and the signing secret to try them on the gateway"
            );
        }
        else if (!invocation.Get(_noProbe))
        {
            await ProbeAsync(invocation, whole, findings, cancellationToken);
        }
    }

    private static async Task ProbeAsync(
        Invocation invocation,
        GatewayCredentials gateway,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        // Auth0 posts to the address as it stands; another path has been told.
        if (gateway.Url.AbsolutePath.EndsWith(ConnectionChecks.AcceptPath, StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(
                await GatewayProbe.TryAsync(
                    invocation.Environment,
                    new Uri(gateway.Url, ".."),
                    gateway.Caller,
                    cancellationToken
                )
            );
        }
    }

    private static GatewayCredentials? Whole(GatewayExpectation expected) =>
        expected is { Url: { } url, Subject: { } subject, Audience: { } audience, Secret: { } secret }
            ? GatewayCredentials.Create(
                url,
                TokenCaller.Create(subject, audience, secret, expected.Encoding ?? SecretEncoding.Utf8, "HS256")
            )
            : null;

    /// <summary>What Auth0 would sign with; null when the options lack or spoil something, which has been told.</summary>
    private static GatewayCredentials? Whole(string options)
    {
        var root = JsonNode.Parse(options)!.AsObject();
        if (
            root["gateway_authentication"] is not JsonObject authentication
            || root.Text("provider") != ConnectionOptions.Provider
            || !Uri.TryCreate(root.Text("gateway_url"), UriKind.Absolute, out var url)
            || authentication.Text("subject") is not { } subject
            || authentication.Text("audience") is not { } audience
            || authentication.Text("secret") is not { Length: > 0 } secret
        )
        {
            return null;
        }

        try
        {
            var isEncoded =
                authentication["secret_base64_encoded"]?.ToString().Equals("true", StringComparison.OrdinalIgnoreCase)
                == true;
            return GatewayCredentials.Create(
                url,
                TokenCaller.Create(
                    subject,
                    audience,
                    new Sensitive(secret),
                    isEncoded ? SecretEncoding.Base64Url : SecretEncoding.Utf8,
                    "HS256"
                )
            );
        }
        catch (CliException)
        {
            return null;
        }
    }

    private static int Report(Invocation invocation, List<Finding> findings)
    {
        var isWell = findings.TrueForAll(finding => finding.Kind != FindingKind.Wrong);
        if (invocation.Json)
        {
            invocation.Write(
                new JsonObject
                {
                    ["ok"] = isWell,
                    ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)finding.ToJson())]),
                }
            );
            return isWell ? ExitCodes.Ok : ExitCodes.Failed;
        }

        var output = invocation.Environment.Out;
        foreach (var finding in findings)
        {
            output.WriteLine($"{Mark(finding.Kind), -6} {finding.What}");
            if (finding.Fix is not null)
            {
                output.WriteLine(
                    $"       {(finding.Kind == FindingKind.Wrong ? "to mend it" : "you can")}: {finding.Fix.TrimEnd('.')}."
                );
            }
        }

        output.WriteLine(
            !isWell ? "Something is wrong."
            : findings.Exists(finding => finding.Kind == FindingKind.Warning)
                ? "All that can be seen is well; mind the warning."
            : "All is well."
        );
        return isWell ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Mark(FindingKind kind) =>
        kind switch
        {
            FindingKind.Good => "ok",
            FindingKind.Note => "note",
            FindingKind.Warning => "warn",
            _ => "WRONG",
        };
}
