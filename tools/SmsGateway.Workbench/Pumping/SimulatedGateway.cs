using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Acceptance;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Queue;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Pumping;

/// <summary>The gateway's own acceptance and store in this process, by a clock that is moved: nothing is delivered, no socket is open.</summary>
internal sealed class SimulatedGateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AcceptanceHandler _acceptance;
    private readonly string _authorization;
    private int _codes;

    /// <param name="folder">For the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="settings">Of admission, as environment variables.</param>
    /// <param name="conversions">Tells which codes were entered; null: nothing does.</param>
    public SimulatedGateway(
        string folder,
        TimeProvider time,
        IReadOnlyDictionary<string, string> settings,
        IConversions? conversions
    )
    {
        var secrets = new RunSecrets();
        var caller = secrets.Auth0;
        _authorization = $"Bearer {caller.Token()}";
        var services = new ServiceCollection().AddLogging().AddSingleton(time);
        services
            .AddSingleton(provider => new EmbeddedStore(
                folder,
                time,
                new DeliveryOptions(),
                provider.GetRequiredService<EnvelopeCodec>(),
                provider.GetRequiredService<DeadLetterCodec>(),
                NullLogger<EmbeddedStore>.Instance
            ))
            .AddSingleton<ISendQueue>(provider => provider.GetRequiredService<EmbeddedStore>())
            .AddSingleton<IDeadLetterStore>(provider => provider.GetRequiredService<EmbeddedStore>())
            .AddSingleton<IAdmissionStore>(provider => provider.GetRequiredService<EmbeddedStore>());
        if (conversions is not null)
        {
            services.AddSingleton(conversions);
        }

        var errors = new List<string>();
        services.AddSmsGateway(Configuration(secrets, caller, folder, settings), errors);
        if (errors.Count > 0)
        {
            throw new HarnessException(string.Join('\n', errors));
        }

        _services = services.BuildServiceProvider();
        _acceptance = _services.GetRequiredService<AcceptanceHandler>();
        Admission = _services.GetRequiredService<AdmissionControl>();
        Caller = caller.Name;
    }

    public AdmissionControl Admission { get; }

    public string Caller { get; }

    /// <summary>
    /// Posts one message. What is started one after the other is decided in this order: everything before the store is done
    /// when the call returns.
    /// </summary>
    /// <returns>The reason why it was refused; null: it was accepted.</returns>
    public async Task<string?> PostAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                recipient = request.Recipient,
                body = string.Create(CultureInfo.InvariantCulture, $"Your verification code is {++_codes:D6}"),
                req = new { ip = request.Ip },
            }
        );
        using var stream = new MemoryStream(body);
        var reply = await _acceptance.HandleAsync([_authorization], stream, body.Length, cancellationToken);
        if (reply.Status == 200)
        {
            return null;
        }

        using var problem = JsonDocument.Parse(reply.Body);
        return problem.RootElement.TryGetProperty("reason", out var reason)
            ? reason.GetString()
            : throw new HarnessException($"The gateway answered {reply.Status}: {problem.RootElement}");
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static IConfiguration Configuration(
        RunSecrets secrets,
        Caller caller,
        string folder,
        IReadOnlyDictionary<string, string> settings
    ) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                GatewaySettings
                    .Gateway(secrets, [caller], new Uri("http://127.0.0.1:9"), folder)
                    .Concat(settings)
                    .Select(setting =>
                        KeyValuePair.Create(
                            setting.Key.Replace("__", ":", StringComparison.Ordinal),
                            (string?)setting.Value
                        )
                    )
            )
            .Build();
}
