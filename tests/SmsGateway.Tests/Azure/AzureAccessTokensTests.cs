using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class AzureAccessTokensTests
{
    private const string Scope = "https://communication.azure.com//.default";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly FakeLogCollector _log = new();
    private readonly Directory _directory = new();
    private readonly AzureAccessTokens _tokens;

    public AzureAccessTokensTests() =>
        _tokens = new AzureAccessTokens(_directory, _time, _log.For<AzureAccessTokens>());

    [Fact]
    public async Task A_token_serves_until_it_is_about_to_end()
    {
        Answer("first", TimeSpan.FromHours(1));
        Assert.Equal("first", await GetAsync());
        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("first", await GetAsync());

        Assert.Equal([Scope], _directory.Asked);
    }

    [Fact]
    public async Task The_next_is_asked_for_while_the_last_still_serves()
    {
        Answer("first", TimeSpan.FromHours(1));
        await GetAsync();
        _time.Advance(TimeSpan.FromMinutes(56));
        var next = _directory.Next();

        Assert.Equal("first", await GetAsync());
        Assert.Equal("first", await GetAsync());
        next.SetResult(Token("second", TimeSpan.FromHours(1)));

        await UntilAsync(async () => await GetAsync() == "second");
        Assert.Equal(2, _directory.Asked.Count);
    }

    [Fact]
    public async Task Many_that_need_the_first_ask_once()
    {
        var answer = _directory.Next();
        var waiting = Enumerable.Range(0, 20).Select(_ => GetAsync()).ToList();
        answer.SetResult(Token("first", TimeSpan.FromHours(1)));

        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal("first", token));
        Assert.Single(_directory.Asked);
    }

    [Fact]
    public async Task Whoever_runs_out_of_time_takes_it_from_nobody()
    {
        var answer = _directory.Next();
        using var end = new CancellationTokenSource();
        var impatient = GetAsync(end.Token);
        var patient = GetAsync();

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient.WaitAsync(Patience.Bounded));
        Assert.True(impatient.IsCanceled);
        answer.SetResult(Token("first", TimeSpan.FromHours(1)));

        Assert.Equal("first", await patient);
    }

    [Fact]
    public async Task Without_a_token_it_says_so_and_asks_again()
    {
        _directory.Next().SetException(new AuthenticationFailedException("the directory is away"));
        await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync());
        Assert.Contains(Scope, Assert.Single(_log.GetSnapshot()).Text, StringComparison.Ordinal);

        Answer("first", TimeSpan.FromHours(1));
        Assert.Equal("first", await GetAsync());
    }

    [Fact]
    public async Task While_the_directory_is_away_a_token_serves_to_its_end()
    {
        Answer("first", TimeSpan.FromHours(1));
        await GetAsync();
        _time.Advance(TimeSpan.FromMinutes(56));
        _directory.Next().SetException(new AuthenticationFailedException("away"));
        Assert.Equal("first", await GetAsync());
        await UntilAsync(() => Task.FromResult(_log.Count == 1));

        // Not asked again at once.
        Assert.Equal("first", await GetAsync());
        Assert.Equal(2, _directory.Asked.Count);

        _time.Advance(TimeSpan.FromMinutes(4));
        _directory.Next().SetException(new AuthenticationFailedException("away"));
        await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync());
    }

    [Fact]
    public async Task A_question_without_an_answer_ends()
    {
        _directory.Next();
        var waiting = GetAsync();
        await UntilAsync(() => Task.FromResult(_directory.Asked.Count == 1));
        _time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<SecretUnavailableException>(() => waiting);
    }

    private Task<string> GetAsync(CancellationToken? end = null) =>
        _tokens.GetAsync(Scope, end ?? TestContext.Current.CancellationToken).AsTask();

    private void Answer(string token, TimeSpan life) => _directory.Next().SetResult(Token(token, life));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var patience = Patience.Bounded;
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience);
        }
    }

    private AccessToken Token(string token, TimeSpan life) => new(token, _time.GetUtcNow() + life);

    /// <summary>Gives the answers that a test has for it, in turn.</summary>
    private sealed class Directory : TokenCredential
    {
        private readonly ConcurrentQueue<TaskCompletionSource<AccessToken>> _answers = new();

        public ConcurrentQueue<string> Asked { get; } = new();

        public TaskCompletionSource<AccessToken> Next()
        {
            var answer = new TaskCompletionSource<AccessToken>(TaskCreationOptions.RunContinuationsAsynchronously);
            _answers.Enqueue(answer);
            return answer;
        }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        )
        {
            Assert.True(_answers.TryDequeue(out var answer));
            Asked.Enqueue(Assert.Single(requestContext.Scopes));
            return await answer.Task.WaitAsync(cancellationToken);
        }
    }
}
