using System.CommandLine;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>The options that say which tenant, by which right, and where undo files are.</summary>
internal sealed class TenantSettings
{
    private readonly Setting _domain = new(
        "--domain",
        "AUTH0_DOMAIN",
        "domain",
        "The tenant's own domain, such as example.eu.auth0.com.",
        isRequired: true
    );
    private readonly Setting _clientId;
    private readonly SecretSetting _clientSecret;
    private readonly SecretSetting _token = new(
        "--token-file",
        "AUTH0_TOKEN",
        "access token for the Management API, instead of client id and secret"
    );
    private readonly Setting _connection = new(
        "--connection",
        "AUTH0_CONNECTION",
        "name|id",
        "The sms connection; only needed when there are several."
    );
    private readonly Setting _state = new(
        "--state",
        "SMS_GATEWAY_STATE",
        "folder",
        "Where undo files are; they hold secrets, and only you can read them. Default: sms-gateway/auth0 in your local application data (~/.local/share, %LOCALAPPDATA%)."
    );

    /// <param name="scopes">What the command needs, for its help.</param>
    public TenantSettings(string scopes)
    {
        _clientId = new(
            "--client-id",
            "AUTH0_CLIENT_ID",
            "id",
            $"Of a machine-to-machine application that has, for the Management API, the scopes {scopes}.",
            isRequired: true,
            instead: _token
        );
        _clientSecret = new(
            "--client-secret-file",
            "AUTH0_CLIENT_SECRET",
            "client secret",
            isRequired: true,
            instead: _token
        );
    }

    public IReadOnlyList<Option> Options => [_domain, _clientId, _clientSecret, _token, _connection, _state];

    /// <exception cref="CliException">Something is missing, or Auth0 lets nobody in.</exception>
    public async Task<ManagementApi> OpenAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var address = Address(invocation.Require(_domain));
        var token = await invocation.FindSecretAsync(_token, cancellationToken);
        var clientId = token is null ? invocation.Require(_clientId) : "";
        var clientSecret = token is null ? await invocation.SecretAsync(_clientSecret, cancellationToken) : null;
        var api = new ManagementApi(
            HttpSending.NewClient(invocation.Environment, address),
            invocation.Environment.Time,
            invocation.Note
        );
        try
        {
            if (token is not null)
            {
                api.UseToken(token);
            }
            else
            {
                await api.LogInAsync(clientId, clientSecret!, cancellationToken);
            }

            return api;
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <summary>The connection that is meant: the named one, or the only one.</summary>
    /// <exception cref="CliException">There is none, or several, or nobody can tell what its options say.</exception>
    public SmsConnection Choose(Invocation invocation, IReadOnlyList<SmsConnection> connections)
    {
        var chosen = Meant(invocation, connections);
        return JsonObjectText.Repeated(chosen.Options) is not { } name
            ? chosen
            : throw new CliException(
                $"The options of connection {chosen} have the member {name} twice; which of them counts cannot be told, so nothing was done. Save the connection's settings once in Auth0's dashboard, and run it again."
            );
    }

    private SmsConnection Meant(Invocation invocation, IReadOnlyList<SmsConnection> connections)
    {
        if (invocation.Find(_connection) is { } wanted)
        {
            return connections.FirstOrDefault(connection => connection.Id == wanted || connection.Name == wanted)
                ?? throw new CliException(
                    $"There is no sms connection '{wanted}' in this tenant; there is: {Names(connections)}."
                );
        }

        return connections switch
        {
            [var only] => only,
            [] => throw new CliException(
                "This tenant has no sms connection: switch on passwordless SMS first (Authentication, Passwordless), or, in a tenant from after March 2025, use --mode action."
            ),
            _ => throw CliException.Usage(
                $"This tenant has several sms connections: {Names(connections)}. Say which with {_connection.Name}."
            ),
        };
    }

    public StateFile<ConnectionState> StateOf(Invocation invocation, ManagementApi api, SmsConnection connection) =>
        new(Path.Combine(Folder(invocation), $"{api.Tenant}.{connection.Id}.json"), StateJson.Default.ConnectionState);

    public StateFile<ActionState> StateOfPhone(Invocation invocation, ManagementApi api) =>
        new(Path.Combine(Folder(invocation), $"{api.Tenant}.phone-provider.json"), StateJson.Default.ActionState);

    private string Folder(Invocation invocation)
    {
        if (invocation.Find(_state) is { } given)
        {
            return Path.GetFullPath(given);
        }

        var own = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        );
        // Without a home, a relative path would put secrets wherever the tool happens to run.
        return own.Length > 0
            ? Path.Combine(own, CliApp.Name, "auth0")
            : throw CliException.Usage($"There is no home folder for undo files: name one with {_state.Name}.");
    }

    private Uri Address(string domain)
    {
        var text = domain.Contains("://", StringComparison.Ordinal) ? domain : $"https://{domain}";
        return
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { AbsolutePath: "/", Query: "", UserInfo: "" }
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw CliException.Usage(
                $"{_domain.Name} (or {_domain.Variable}) must be a domain such as example.eu.auth0.com."
            );
    }

    private static string Names(IReadOnlyList<SmsConnection> connections) =>
        connections.Count == 0 ? "none" : string.Join(", ", connections.Select(connection => connection.ToString()));
}
