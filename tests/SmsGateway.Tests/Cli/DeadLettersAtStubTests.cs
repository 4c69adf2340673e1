using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>What a real gateway cannot be made to answer on demand: pages, expired letters, a busy store.</summary>
public sealed class DeadLettersAtStubTests
{
    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url + "/base");

    [Fact]
    public async Task The_list_follows_pages_and_keeps_to_its_limit()
    {
        var stub = Pages(3);
        var all = await CliRun.OfAsync("dead-letters list --limit 0 --json", Variables, handler: stub.Handler);
        Assert.Equal(
            [
                "GET /base/api/dead-letters",
                "GET /base/api/dead-letters?continue=p%2F1",
                "GET /base/api/dead-letters?continue=p%2F2",
            ],
            stub.Requests
        );
        Assert.Equal(
            (6, false),
            (all.Json.GetProperty("items").GetArrayLength(), all.Json.GetProperty("more").GetBoolean())
        );

        var pages = Pages(3);
        var some = await CliRun.OfAsync("dead-letters list --limit 3 --json", Variables, handler: pages.Handler);
        Assert.Equal(2, pages.Requests.Count);
        Assert.Equal(
            (3, true),
            (some.Json.GetProperty("items").GetArrayLength(), some.Json.GetProperty("more").GetBoolean())
        );
    }

    [Theory]
    [InlineData(null, "^[ -~]{1,64}$")]
    [InlineData(" Anna (on call) ", "^Anna \\(on call\\)$")]
    public async Task The_gateway_is_told_who_is_at_work(string? variable, string pattern)
    {
        string? told = null;
        var stub = new StubGateway
        {
            Answer = request =>
            {
                told = request.Headers.GetValues("x-operator").Single();
                return StubGateway.Empty(204);
            },
        };
        var run = await CliRun.OfAsync(
            "dead-letters delete m1 --yes",
            new Dictionary<string, string>(Variables).With("SMS_GATEWAY_OPERATOR", variable),
            handler: stub.Handler
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(pattern, told);
    }

    [Theory]
    [InlineData("Änna")]
    [InlineData("a\nb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_that_the_gateway_would_not_show_is_a_mistake(string name)
    {
        var stub = Pages(1);
        var run = await CliRun.OfAsync(
            "dead-letters list",
            new Dictionary<string, string>(Variables).With("SMS_GATEWAY_OPERATOR", name),
            handler: stub.Handler
        );

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("SMS_GATEWAY_OPERATOR must be 1 to 64 printable", run.Error, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task The_day_is_by_the_clock_in_utc()
    {
        var stub = Pages(1);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 21, 23, 30, 0, TimeSpan.FromHours(-3)));
        await CliRun.OfAsync(
            "dead-letters list --day yesterday --reason poison",
            Variables,
            handler: stub.Handler,
            time: time
        );
        Assert.Equal("GET /base/api/dead-letters?day=2026-11-21&reason=Poison", stub.Requests[0]);
    }

    [Fact]
    public async Task Text_from_outside_does_not_steer_the_terminal()
    {
        var stub = new StubGateway
        {
            Answer = _ =>
                StubGateway.Json(
                    200,
                    """{"items":[{"id":"a","reason":"Unreadable","diedAt":"2026-11-21T10:00:00Z","raw":"\u001b[2Jgone\nnext"}],"continue":null}"""
                ),
        };
        var run = await CliRun.OfAsync("dead-letters list --reveal", Variables, handler: stub.Handler);
        Assert.Contains("\uFFFD[2Jgone next", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Many_are_replayed_at_once_and_each_ones_end_is_told()
    {
        var stub = new StubGateway
        {
            Answer = request =>
                request.RequestUri!.AbsolutePath switch
                {
                    "/base/api/dead-letters" => StubGateway.Json(200, Page(1, 4)),
                    "/base/api/dead-letters/id-0/replay" => StubGateway.Json(200, """{"id":"id-0"}"""),
                    "/base/api/dead-letters/id-1/replay" => StubGateway.Json(
                        409,
                        """{"title":"The message has expired. To send it all the same, add allowExpired=true."}"""
                    ),
                    "/base/api/dead-letters/id-2/replay" => StubGateway.Json(404, """{"title":"There is none."}"""),
                    _ => StubGateway.Empty(500),
                },
        };
        var run = await CliRun.OfAsync("dead-letters replay --all --yes", Variables, handler: stub.Handler);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"\nreplayed\s+1", run.Out);
        Assert.Matches(@"\nrefused\s+1\s+expired; --allow-expired sends it all the same", run.Out);
        Assert.Matches(@"\ngone\s+1\s+no dead letter has this id", run.Out);
        Assert.Matches(@"\nfailed\s+1\s+The gateway answered 500", run.Out);
        Assert.Matches(@"\nid-1\s+Expired\s+refused", run.Out);
        Assert.DoesNotMatch(@"\nid-0\s", run.Out);
        Assert.All(
            stub.Requests.Skip(1),
            request => Assert.DoesNotContain("allowExpired", request, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Expired_ones_are_replayed_only_when_told_to()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, "{}") };
        var run = await CliRun.OfAsync(
            "dead-letters replay a b --allow-expired --yes",
            Variables,
            handler: stub.Handler
        );
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "POST /base/api/dead-letters/a/replay?allowExpired=true",
                "POST /base/api/dead-letters/b/replay?allowExpired=true",
            ],
            stub.Requests.Order()
        );
    }

    [Fact]
    public async Task A_busy_store_is_asked_again_after_the_time_it_names()
    {
        var asked = 0;
        var stub = new StubGateway
        {
            Answer = _ =>
            {
                var answer = ++asked < 3 ? StubGateway.Json(503, """{"title":"busy"}""") : StubGateway.Empty(204);
                answer.Headers.Add("Retry-After", "0");
                return answer;
            },
        };
        var run = await CliRun.OfAsync("dead-letters delete a --yes", Variables, handler: stub.Handler);
        Assert.Equal((0, 3), (run.ExitCode, stub.Requests.Count));
    }

    [Fact]
    public async Task No_more_are_under_way_at_once_than_allowed()
    {
        var crowd = new Crowd(expected: 3);
        var ids = string.Join(' ', Enumerable.Range(0, 50).Select(i => $"id-{i}"));
        var run = await CliRun.OfAsync(
            $"dead-letters delete {ids} --yes --parallel 3 --json",
            Variables,
            handler: () => crowd
        );
        Assert.Equal((0, 3), (run.ExitCode, crowd.Most));
    }

    [Fact]
    public async Task What_was_done_before_a_stop_is_told()
    {
        using var stop = new CancellationTokenSource();
        var stub = new StubGateway
        {
            Answer = request =>
            {
                if (request.RequestUri!.AbsolutePath.EndsWith("/b", StringComparison.Ordinal))
                {
                    stop.Cancel();
                }

                return StubGateway.Empty(204);
            },
        };
        var run = await CliRun.OfAsync(
            "dead-letters delete a b c d --yes --parallel 1 --json",
            Variables,
            handler: stub.Handler,
            stop: stop.Token
        );
        Assert.Equal(130, run.ExitCode);
        Assert.Equal(("deleted", "not tried"), (Result(run, 0), Result(run, 3)));
    }

    [Fact]
    public async Task A_gateway_without_operators_endpoints_is_told_apart()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Empty(404) };
        foreach (var line in new[] { "list", "show a", "replay --all --yes" })
        {
            var run = await CliRun.OfAsync($"dead-letters {line}", Variables, handler: stub.Handler);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.StartsWith("The gateway has no operators' endpoints", run.Error, StringComparison.Ordinal);
        }
    }

    private static string? Result(CliRun run, int index) =>
        run.Json.GetProperty("items")[index].GetProperty("result").GetString();

    private static StubGateway Pages(int pages)
    {
        var page = 0;
        return new StubGateway
        {
            Answer = _ => StubGateway.Json(200, Page(++page, 2, page < pages ? $"p/{page}" : null)),
        };
    }

    private static string Page(int page, int size, string? next = null) =>
        $$"""{"items":[{{string.Join(',', Enumerable.Range(0, size).Select(i => $$"""{"id":"id-{{((page - 1) * size) + i}}","reason":"Expired","diedAt":"2026-11-21T10:00:00Z"}"""))}}],"continue":{{(next is null ? "null" : $"\"{next}\"")}}}""";

    /// <summary>Lets nobody go before as many are there as expected, and others have had time to join them.</summary>
    private sealed class Crowd(int expected) : HttpMessageHandler
    {
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private int _now;

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_now);
                if (_now == expected)
                {
                    _full.TrySetResult();
                }
            }

            await _full.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            for (var i = 0; i < 1000; i++)
            {
                await Task.Yield();
            }

            lock (_gate)
            {
                _now--;
            }

            return StubGateway.Empty(204);
        }
    }
}
