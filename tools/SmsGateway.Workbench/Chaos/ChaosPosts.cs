using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>Posts messages, each with a code of its own, and keeps what was answered.</summary>
internal sealed class ChaosPosts(Random random)
{
    private readonly ConcurrentQueue<Post> _all = [];
    private long _last = RequestTemplate.NewBlock();

    public IReadOnlyList<Post> All => [.. _all];

    /// <param name="prefix">Of the recipient; five digits follow.</param>
    public async Task<Post> SendAsync(
        GatewayProcess gateway,
        Caller caller,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var number = Interlocked.Increment(ref _last);
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"recipient":"{{prefix}}{{number % 100_000:D5}}","body":"Your verification code is {{RequestTemplate.CodeMark}}{{number:D10}}","sender":"+15005550006"}"""
        );
        var sentAt = TimeProvider.System.GetUtcNow();
        var started = TimeProvider.System.GetTimestamp();
        var (status, id) = (0, (string?)null);
        try
        {
            using var response = await gateway.PostAsync(json, caller.Token(), cancellationToken);
            status = (int)response.StatusCode;
            if (status == 200)
            {
                using var answer = await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
                id = answer!.RootElement.GetProperty("id").GetString();
            }
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            // No answer: the account says what follows.
        }

        var post = new Post(number, caller.Name, sentAt, TimeProvider.System.GetElapsedTime(started), status, id);
        _all.Enqueue(post);
        return post;
    }

    /// <summary>So many a second on average, at random moments, whether the earlier ones are answered or not.</summary>
    public async Task SendForAsync(
        TimeSpan duration,
        double perSecond,
        GatewayProcess gateway,
        Caller caller,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var sending = new List<Task>();
        var started = TimeProvider.System.GetTimestamp();
        for (var next = TimeSpan.Zero; next < duration; next += NextPause(perSecond))
        {
            var wait = next - TimeProvider.System.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
            }

            sending.Add(SendAsync(gateway, caller, prefix, cancellationToken));
        }

        await Task.WhenAll(sending);
    }

    private TimeSpan NextPause(double perSecond)
    {
        lock (random)
        {
            return TimeSpan.FromSeconds((0.5 + random.NextDouble()) / perSecond);
        }
    }
}
