using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Testing;
using SmsGateway.Testing.FunctionsHost;
using SmsGateway.Tests.Host;

namespace SmsGateway.Tests.Functions;

/// <summary>The Functions app on the tests' Functions host, with an Azurite of its own: the app's queues have fixed names.</summary>
public sealed class FunctionsGatewayFixture : GatewayFixture
{
    private AzuriteProcess? _azurite;
    private FunctionsHost? _host;

    /// <summary>The platform knows no 405.</summary>
    public override HttpStatusCode WrongMethod => HttpStatusCode.NotFound;

    /// <summary>Everything is behind the prefix of host.json.</summary>
    public override string OperatorsPage => "/api/operators";

    /// <summary>Over the platform's own limit it answers before the app sees anything.</summary>
    public override HttpStatusCode HugeBody => HttpStatusCode.InternalServerError;

    /// <summary>The platform drops it, and the app says what is missing.</summary>
    public override HttpStatusCode Chunked(HttpStatusCode declared) => HttpStatusCode.LengthRequired;

    private protected override async Task<Uri> StartGatewayAsync(
        Dictionary<string, string?> settings,
        FakeLoggerProvider log
    )
    {
        _azurite = await AzuriteProcess.StartAsync(isSilent: true);
        var environment = settings.ToDictionary(
            pair => pair.Key.Replace(":", "__", StringComparison.Ordinal),
            pair => pair.Value!
        );
        environment["Store__Kind"] = "AzureStorage";
        environment["Store__ConnectionString"] = _azurite.ConnectionString;
        environment["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "2097152";
        environment[FunctionsHostOptions.FunctionKeySetting] = OperatorsKey;
        _host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions(Path.GetDirectoryName(Artifacts.Program("SmsGateway.Functions"))!, environment)
            {
                Logging = logging => logging.AddProvider(log),
            },
            CancellationToken.None
        );
        return _host.Address;
    }

    private protected override async Task StopGatewayAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
