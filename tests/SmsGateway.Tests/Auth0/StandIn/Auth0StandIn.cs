using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>
/// Auth0 as far as this project meets it, on a free port of the loopback address: tokens, the Management API for
/// connections, phone providers and Actions, and what happens when a user asks for a code. It behaves as documented; where
/// the documents are silent it is strict.
/// </summary>
internal sealed class Auth0StandIn : IAsyncDisposable
{
    public const string ClientId = "client-of-this-test";
    public const string ClientSecret = "client-secret-of-this-test";

    private readonly WebApplication _app;
    private readonly HttpClient _toGateways = new();

    private Auth0StandIn(TimeProvider time)
    {
        Front = new Front(Tenant, Faults, time);
        Codes = new CodeSender(Tenant, _toGateways, time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use((context, next) => Front.HandleAsync(context, () => next(context)));
        _app.MapToken(Tenant);
        _app.MapConnections(Tenant);
        _app.MapPhoneProviders(Tenant);
        _app.MapActions(Tenant);
        _app.MapPasswordless(Tenant, Codes);
    }

    public Tenant Tenant { get; } = new();

    public Faults Faults { get; } = new();

    public Front Front { get; }

    public CodeSender Codes { get; }

    /// <summary>What a user of the command line gives as the tenant's domain.</summary>
    public string Domain => _app.Urls.Single();

    public static async Task<Auth0StandIn> StartAsync(TimeProvider? time = null)
    {
        var standIn = new Auth0StandIn(time ?? TimeProvider.System);
        await standIn._app.StartAsync();
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        _toGateways.Dispose();
        await _app.DisposeAsync();
    }
}
