using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>Many requests at once of which three in ten bring a message again, half of them as an Action does and half as the legacy connection.</summary>
internal static class DuplicateLoad
{
    /// <summary>Of the requests, the part that may be answered 503: a store beside many other tests may not answer in time.</summary>
    private const double MostRetries = 0.02;

    /// <summary>Posts and shows that every message has one id, and that the carriers got each id once.</summary>
    /// <param name="gateway">Posts to the gateway.</param>
    /// <param name="carriers">Asks the simulator.</param>
    /// <param name="requests">How many in all.</param>
    /// <param name="connections">How many at once.</param>
    public static async Task ShowEachSentOnceAsync(
        HttpClient gateway,
        HttpClient carriers,
        int requests,
        int connections
    )
    {
        var stop = TestContext.Current.CancellationToken;
        var bearer = TokenFactory.Bearer(TokenFactory.Create());
        var ids = new ConcurrentDictionary<int, ConcurrentBag<string>>();
        var retries = 0;
        await Parallel.ForEachAsync(
            MessagesOf(requests),
            new ParallelOptions { MaxDegreeOfParallelism = connections, CancellationToken = stop },
            async (message, token) =>
            {
                var (id, tries) = await PostAsync(gateway, message, bearer, token);
                ids.GetOrAdd(message, _ => []).Add(id);
                Interlocked.Add(ref retries, tries - 1);
            }
        );

        Assert.InRange(retries, 0, (int)(requests * MostRetries));
        Assert.Equal(requests, ids.Values.Sum(answers => answers.Count));
        var expected = ids
            .Values.Select(answers => Assert.Single(answers.Distinct()))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(MessagesOf(requests).Distinct().Count(), expected.Count);
        Assert.Equal(expected, await SeenAsync(carriers, expected.Count, stop));
    }

    /// <summary>Again when it is told to, and not before.</summary>
    private static async Task<(string Id, int Tries)> PostAsync(
        HttpClient gateway,
        int message,
        string bearer,
        CancellationToken cancellationToken
    )
    {
        const int Tries = 3;
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sms")
            {
                Content = JsonContent.Create(BodyOf(message)),
            };
            request.Headers.TryAddWithoutValidation("Authorization", bearer);
            using var response = await gateway.SendAsync(request, cancellationToken);
            if (
                tries < Tries
                && response is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } wait }
            )
            {
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
                continue;
            }

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return (answer.GetProperty("id").GetString()!, tries);
        }
    }

    /// <summary>Of ten requests in a row, seven are new and three bring one of these seven again.</summary>
    private static IEnumerable<int> MessagesOf(int requests) =>
        Enumerable.Range(0, requests).Select(i => i % 10 < 7 ? (i / 10 * 7) + (i % 10) : (i / 10 * 7) + (i % 10 - 7));

    private static object BodyOf(int message)
    {
        var code = message.ToString("D6", CultureInfo.InvariantCulture);
        var recipient = $"+49151{code}77";
        return message % 2 == 0
            ? new { recipient, body = $"Your code is {code}" }
            : new
            {
                recipient,
                body = $"Your code is {code}",
                code,
                correlationId = $"correlation-{message}",
            };
    }

    /// <summary>The ids at the carriers when all have come; each with a count of one.</summary>
    private static async Task<List<string>> SeenAsync(HttpClient carriers, int count, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        string[] lines;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
            lines = (await carriers.GetStringAsync(new Uri("/simulator/seen", UriKind.Relative), patience.Token)).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries
            );
        } while (lines.Length < count);

        Assert.All(lines, line => Assert.EndsWith(" 1", line, StringComparison.Ordinal));
        return [.. lines.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];
    }
}
