using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Admission;
using SmsGateway.Azure.Storage;
using SmsGateway.DeadLetters;
using SmsGateway.Functions;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>The app as its Program builds it, on stores in memory, without a Functions host to call it.</summary>
internal sealed class AppInMemory : IDisposable
{
    public const string Bearer = "the-bearer-of-this-test";

    public static readonly DateTimeOffset LongAgo = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly string[] Configuration =
    [
        "--Gateway:Callers:auth0:Scheme=StaticBearer",
        "--Gateway:Callers:auth0:SigningSecretName=bearer",
        "--Gateway:Carriers:twilio:Kind=Twilio",
        "--Gateway:Carriers:twilio:BaseAddress=http://127.0.0.1:1/",
        "--Gateway:Carriers:twilio:AccountSid=AC00000000000000000000000000000000",
        "--Gateway:Carriers:twilio:AuthTokenSecretName=token",
        $"--Secrets:bearer={Bearer}",
        "--Secrets:token=none",
        "--Store:Kind=AzureStorage",
        "--Store:AccountName=unused",
    ];

    private readonly IHost _host;

    public AppInMemory()
    {
        DeadLetters = new FakeDeadLetterStore(Queue);
        var builder = CreateBuilder(Configuration);
        builder
            .Services.AddSingleton<ISendQueue>(Queue)
            .AddSingleton<IQueueMonitor>(Queue)
            .AddSingleton<IDeadLetterStore>(DeadLetters)
            .AddSingleton<IAdmissionStore>(new FakeAdmissionStore())
            .AddSingleton<IStatsStore>(new FakeStatsStore());
        builder.Services.AddSingleton(new StorageQueue(TriggerQueue, TriggerQueue, TimeProvider.System));
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(new FakeLoggerProvider(Log)));
        _host = builder.Build();
    }

    public FakeQueue Queue { get; } = new();

    public FakeDeadLetterStore DeadLetters { get; }

    /// <summary>What the trigger's messages lie in.</summary>
    public FakeQueueClient TriggerQueue { get; } = new(TimeProvider.System);

    public FakeLogCollector Log { get; } = new();

    /// <summary>Takes both stores away, or brings them back.</summary>
    public void BeAway(bool away)
    {
        Queue.Failure = DeadLetters.Failure = away ? new StoreUnavailableException("The store is away.") : null;
        Queue.Health = new StoreHealth(!away, away ? "away" : null, 0);
    }

    /// <summary>Makes a function class the way the worker does, with its dependencies from the container.</summary>
    public T Function<T>()
        where T : class => ActivatorUtilities.CreateInstance<T>(_host.Services);

    public object Function(Type type) => ActivatorUtilities.CreateInstance(_host.Services, type);

    public static Envelope ExpiredEnvelope()
    {
        Assert.True(PhoneNumber.TryParse("+15005550006", out var recipient));
        return new Envelope(
            MessageId.New(LongAgo),
            "auth0",
            new SmsMessage(recipient, new Sensitive("Your code is 424242"), null, Channel.Sms, null),
            RequestContext.Empty,
            LongAgo,
            LongAgo.AddMinutes(5),
            [],
            null
        );
    }

    /// <summary>As Program makes it, but for the worker's own service, which looks for the host that started it.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.AddGateway();
        foreach (var service in builder.Services.Where(IsWorkers).ToList())
        {
            builder.Services.Remove(service);
        }

        return builder;

        static bool IsWorkers(ServiceDescriptor service) =>
            service is { IsKeyedService: false, ImplementationType: { } type }
            && service.ServiceType == typeof(IHostedService)
            && type.FullName!.StartsWith("Microsoft.Azure.Functions.Worker.", StringComparison.Ordinal);
    }

    public void Dispose() => _host.Dispose();
}
