using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using SmsGateway.Testing;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Posts to a gateway from several connections, some times a second each, and keeps every answer.</summary>
internal sealed class SteadyLoad(GatewayProcess gateway, string token)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Every so many messages go to a number that carriers reject.</summary>
    private const int InvalidEvery = 25;

    private int _number;

    public ConcurrentQueue<SteadyAnswer> Answers { get; } = [];

    public int CountOf(int status) => Answers.Count(answer => answer.Status == status);

    public Task RunAsync(int connections, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => PostAsync(stop)));

    /// <summary>Waits for so many more answers with this status.</summary>
    public Task<bool> AnsweredAsync(int status, int more, TimeSpan bound, CancellationToken cancellationToken)
    {
        var wanted = CountOf(status) + more;
        return Poll.UntilAsync(() => Task.FromResult(CountOf(status) >= wanted), bound, cancellationToken);
    }

    private async Task PostAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var started = TimeProvider.System.GetTimestamp();
            // Not ended by the token: each request must be answered.
            using var response = await gateway.PostAsync(NewMessage(), token, CancellationToken.None);
            var took = TimeProvider.System.GetElapsedTime(started);
            var status = (int)response.StatusCode;
            string? id = null;
            if (status == 200)
            {
                using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None));
                id = answer.RootElement.GetProperty("id").GetString();
            }

            Answers.Enqueue(new SteadyAnswer(status, id, response.Headers.RetryAfter is not null, took));
            await Task.Delay(Pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string NewMessage()
    {
        var number = Interlocked.Increment(ref _number);
        var recipient =
            number % InvalidEvery == 0
                ? "+15005550001"
                : string.Create(CultureInfo.InvariantCulture, $"+614970{number:D5}");
        return JsonSerializer.Serialize(
            new { recipient, body = string.Create(CultureInfo.InvariantCulture, $"Your code is {number:D6}") }
        );
    }
}
