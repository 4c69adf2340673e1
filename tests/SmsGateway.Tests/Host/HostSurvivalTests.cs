using System.Xml;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.Delivery;
using SmsGateway.Host;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>What does not end the Host, and what its exit code says when something does.</summary>
public sealed class HostSurvivalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_pump_survives_whatever_the_queue_throws_with_a_line_and_a_pause()
    {
        var carrier = new FakeCarrier("one");
        carrier.Then(new SendOutcome.Accepted("SM1"));
        using var gateway = new Gateway(carrier);
        Exception[] failures =
        [
            new StoreUnavailableException("away"),
            new XmlException("Data at the root level is invalid."),
            new InvalidOperationException("a bug"),
            new OperationCanceledException("not ours"),
        ];
        var time = new WatchedTime(Samples.Start);
        var queue = new FailingQueue(failures, EnvelopeSerializer.Serialize(Samples.CreateEnvelope()), time);
        var delivery = new LeasedDelivery(
            queue,
            gateway.Delivery,
            gateway.End,
            gateway.Time,
            gateway.Log.For<LeasedDelivery>()
        );
        using var pump = new QueuePump(
            queue,
            delivery,
            gateway.Carriers,
            new DeliveryOptions(),
            time,
            gateway.Log.For<QueuePump>()
        );
        await pump.StartAsync(CancellationToken.None);
        for (var i = 0; i < failures.Length; i++)
        {
            time.Advance(await time.NextWaitAsync());
        }

        await queue.Completed.WaitAsync(Patience.Bounded);
        await pump.StopAsync(CancellationToken.None);

        Assert.True(pump.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(
            failures,
            gateway.Log.GetSnapshot().Where(line => line.Id.Id == 60).Select(line => line.Exception)
        );
        Assert.Single(carrier.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_dies_of_an_error_exits_with_1(bool atStart)
    {
        await using var app = Create(services =>
            services.AddHostedService(provider => new Failing(
                atStart ? default : provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted
            ))
        );

        Assert.Equal(1, await HostApp.RunAsync(app).WaitAsync(Patience.Bounded));
    }

    [Fact]
    public async Task A_host_that_is_told_to_stop_exits_with_0()
    {
        await using var app = Create(_ => { });
        app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);

        Assert.Equal(0, await HostApp.RunAsync(app).WaitAsync(Patience.Bounded));
    }

    private WebApplication Create(Action<IServiceCollection> add) =>
        HostApp.Create(
            ["--urls=http://127.0.0.1:0"],
            builder =>
            {
                builder.Configuration.AddConfiguration(Settings.Create(("Store__Path", _folder)));
                builder.Logging.ClearProviders();
                add(builder.Services);
            }
        );

    private sealed class Failing(CancellationToken started) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Delay(
                    started == default ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
                    TimeProvider.System,
                    started
                )
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("a bug");
        }
    }

    /// <summary>Throws each in turn, hands one message out, and then has no more.</summary>
    private sealed class FailingQueue(IEnumerable<Exception> failures, byte[] body, TimeProvider time) : IReceiveQueue
    {
        private readonly Queue<Exception> _failures = new(failures);
        private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isHandedOut;

        public Task Completed => _completed.Task;

        public async ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken)
        {
            if (_failures.TryDequeue(out var failure))
            {
                throw failure;
            }

            if (!_isHandedOut)
            {
                _isHandedOut = true;
                return [new FakeLease(body, 1, new LeaseTerm(time.GetTimestamp(), TimeSpan.FromMinutes(1)))];
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return [];
        }

        public ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken)
        {
            _completed.SetResult();
            return ValueTask.FromResult(true);
        }

        public ValueTask<bool> RetryAsync(
            QueueLease lease,
            Envelope envelope,
            TimeSpan delay,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public ValueTask<bool> ReleaseAsync(
            QueueLease lease,
            TimeSpan delay,
            bool countsAsReceived,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
