using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>One connection in a closed loop: a request, its answer, the next request.</summary>
/// <param name="plan">For all connections.</param>
/// <param name="index">This one's.</param>
/// <param name="answered">Called with the first answer.</param>
internal sealed class LoadConnection(LoadPlan plan, int index, Action answered)
{
    /// <summary>Trying more often would take the processors from the gateway that is just starting.</summary>
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(20);

    private readonly RequestTemplate _template = new(
        plan.Address,
        plan.Tokens[index % plan.Tokens.Count],
        plan.TellsWho
    );
    private long _sent;

    public LongHistogram Latency { get; } = LoadReport.NewHistogram();

    public Dictionary<int, long> Refused { get; } = [];

    public List<string> Ids { get; } = [];

    public long Unanswered { get; private set; }

    /// <param name="stop">No further request after this.</param>
    /// <param name="abort">Not even the answers that are outstanding.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        while (!IsDone(stop))
        {
            try
            {
                using var connection = await RawHttpConnection.OpenAsync(plan.Address, stop);
                using var aborting = abort.Register(connection.Dispose);
                await ExchangeAsync(connection, stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The gateway is gone, or not there yet.
            }

            if (IsDone(stop) || !plan.Reconnect)
            {
                return;
            }

            await Task.Delay(ReconnectDelay, TimeProvider.System, CancellationToken.None);
        }
    }

    private bool IsDone(CancellationToken stop) =>
        stop.IsCancellationRequested || _sent >= Share(plan.Requests, plan.Connections, index);

    private static long Share(long total, int parts, int index) =>
        total == long.MaxValue ? total : (total / parts) + (index < total % parts ? 1 : 0);

    private async Task ExchangeAsync(RawHttpConnection connection, CancellationToken stop)
    {
        while (!IsDone(stop))
        {
            // Numbers of all connections together are without gaps or repetition.
            var number = plan.First + (_sent * plan.Connections) + index;
            var request = _template.Next(number, plan.MagicEvery > 0 && number % plan.MagicEvery == 0);
            var started = Stopwatch.GetTimestamp();
            _sent++;
            Unanswered++;
            connection.Send(request.Span);
            if (await connection.ReadAsync(CancellationToken.None) is not { } answer)
            {
                return;
            }

            Unanswered--;
            Record(connection, answer, Stopwatch.GetElapsedTime(started));
        }
    }

    private void Record(RawHttpConnection connection, HttpAnswer answer, TimeSpan duration)
    {
        if (_sent == 1)
        {
            answered();
        }

        if (answer.Status != 200)
        {
            Refused[answer.Status] = Refused.GetValueOrDefault(answer.Status) + 1;
            return;
        }

        Latency.RecordValue((long)duration.TotalMicroseconds);
        if (plan.IdsPath is not null)
        {
            Ids.Add(Encoding.ASCII.GetString(connection.Id(answer)));
        }
    }
}
