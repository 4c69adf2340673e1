using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Tokens;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Demo;

/// <summary>A gateway, its carriers, and what the steps of the demo do with them.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    /// <summary>How long anything may take that should take milliseconds; or, after a kill on Azure Storage, the 25 s of a lease.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(45);

    private readonly string _folder;
    private readonly string? _storageAccount;
    private readonly RunSecrets _secrets = new();
    private readonly int _port = FreePort.Any();
    private readonly HashSet<string> _texts = [];
    private readonly HashSet<string> _codesAndNumbers = [];
    private GatewayProcess? _gateway;
    private SimulatorProcess? _simulator;

    /// <param name="folder">Takes the logs and the embedded store.</param>
    /// <param name="storageAccount">Connection string of the storage account that takes the embedded store's place, if any.</param>
    public DemoStage(string folder, string? storageAccount)
    {
        _folder = folder;
        _storageAccount = storageAccount;
        Auth0 = _secrets.Auth0;
        Short = new Caller("short", RandomText(), RandomText(), "MessageMedia") { ClaimsAreSecret = true };
        Brief = new Caller("brief", "urn:Auth0:brief", "urn:sms-gateway", RandomText())
        {
            TimeToLive = TimeSpan.FromSeconds(4),
        };
    }

    public Caller Auth0 { get; }

    /// <summary>As the customers of MessageMedia's gateway have it: API key as subject, API secret as audience, a 12-byte secret.</summary>
    public Caller Short { get; }

    /// <summary>Its codes live for seconds.</summary>
    public Caller Brief { get; }

    public GatewayProcess Gateway => _gateway!;

    public SimulatorProcess Simulator => _simulator!;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _simulator = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(_secrets, new Uri($"http://127.0.0.1:{_port}"), 10_000),
            Path.Combine(_folder, "carrier-simulator.log"),
            cancellationToken
        );
        await StartGatewayAsync(cancellationToken);
    }

    public async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        var settings = GatewaySettings.Gateway(
            _secrets,
            [Auth0, Short, Brief],
            Simulator.Address,
            Path.Combine(_folder, "store"),
            storageAccount: _storageAccount
        );
        _gateway = await GatewayProcess.StartAsync(
            settings,
            Path.Combine(_folder, "gateway.log"),
            cancellationToken,
            _port
        );
    }

    /// <summary>A request as Auth0 documents it, with a new code.</summary>
    public string Message(string recipient, JsonNode? req = null)
    {
        var code = RandomNumberGenerator.GetString("0123456789", 6);
        var body = $"Your verification code is {code}";
        _texts.Add(body);
        _codesAndNumbers.Add(code);
        _codesAndNumbers.Add(Digits(recipient));
        var fields = new Dictionary<string, JsonNode?>
        {
            ["recipient"] = recipient,
            ["body"] = body,
            ["sender"] = "+15005550006",
            ["req"] = req,
        };
        return TokenMinter.Json(fields);
    }

    public async Task<string> AcceptAsync(string json, Caller caller, CancellationToken cancellationToken) =>
        await Gateway.AcceptAsync(json, caller.Token(), cancellationToken);

    /// <summary>Waits for one message to be taken by a carrier.</summary>
    public async Task<Arrival> ArrivalAsync(string id, CancellationToken cancellationToken)
    {
        Arrival? found = null;
        var came = await Poll.UntilAsync(
            async () =>
                (
                    found = (await Simulator.ArrivalsAsync(cancellationToken)).FirstOrDefault(arrival =>
                        arrival.CorrelationId == id && arrival.IsTaken
                    )
                )
                    is not null,
            Bound,
            cancellationToken
        );
        return came ? found! : throw new DemoFailure($"no carrier took it within {Bound.TotalSeconds:0} s");
    }

    public async Task DeadLetterAsync(string id, string reason, CancellationToken cancellationToken)
    {
        string? seen = null;
        await Poll.UntilAsync(
            async () => (seen = await Gateway.DeadLetterReasonAsync(id, cancellationToken)) is not null,
            Bound,
            cancellationToken
        );
        if (seen != reason)
        {
            throw new DemoFailure(
                seen is null ? $"no dead letter within {Bound.TotalSeconds:0} s" : $"the dead letter says {seen}"
            );
        }
    }

    public async Task OutageAsync(string mode, CancellationToken cancellationToken, params IEnumerable<string> carriers)
    {
        foreach (var carrier in carriers)
        {
            await Simulator.OutageAsync(carrier, mode, cancellationToken);
        }
    }

    public LeakResult SearchLogs()
    {
        var secrets = new[] { Auth0, Short, Brief }
            .SelectMany(caller =>
                new[]
                {
                    caller.Token(),
                    caller.Secret,
                    caller.ClaimsAreSecret ? caller.Subject : "",
                    caller.ClaimsAreSecret ? caller.Audience : "",
                }
            )
            // The one secret of the demo that is a public word, and a carrier's name.
            .Where(text => text.Length > 0 && text != Short.Secret)
            .Concat(_secrets.Needles)
            .Concat(_texts);
        return new LeakSearch(secrets, _codesAndNumbers).Search(Directory.EnumerateFiles(_folder, "*.log"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private static string RandomText() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static string Digits(string recipient) => string.Concat(recipient.Where(char.IsAsciiDigit));
}
