using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>
/// What every carrier must do, played against a stand-in for its API. A carrier's test class inherits this and says what the
/// carrier's requests and answers look like. What happens when the answer is broken is in the other half.
/// </summary>
public abstract partial class CarrierContract : IAsyncLifetime
{
    private CarrierServer _server = null!;

    /// <summary>The carrier's settings, without BaseAddress.</summary>
    protected abstract IReadOnlyList<(string Key, string Value)> Settings { get; }

    /// <summary>The secrets those settings name.</summary>
    protected abstract IReadOnlyList<(string Name, string Value)> Secrets { get; }

    protected abstract CarrierAnswer AcceptedAnswer { get; }

    protected abstract string AcceptedId { get; }

    /// <summary>Answers that blame recipient or text; they repeat both, as carriers do.</summary>
    protected abstract IReadOnlyList<CarrierAnswer> RejectedAnswers { get; }

    /// <summary>Answers that blame account, sender or request, but not the credentials.</summary>
    protected abstract IReadOnlyList<CarrierAnswer> RefusedAnswers { get; }

    protected abstract CarrierAnswer CredentialsAnswer { get; }

    protected abstract CarrierAnswer ThrottledAnswer { get; }

    /// <value>What is sent: a text, unless a class is about calls.</value>
    private protected virtual CarrierMessage Message => CarrierHarness.Message();

    /// <summary>The settings of a carrier whose API is at an address, where BaseAddress does not say so.</summary>
    private protected virtual IReadOnlyList<(string Key, string Value)> SettingsAt(Uri address) => Settings;

    /// <summary>Checks credentials, path and every field of the request for <see cref="Message"/>.</summary>
    protected abstract void VerifyRequest(CarrierRequest request);

    private protected CarrierServer Server => _server;

    public async ValueTask InitializeAsync() => _server = await CarrierServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_accepted_message_carried_the_credentials_and_every_field()
    {
        _server.Expect(AcceptedAnswer);

        var outcome = await SendAsync();

        Assert.Equal(new SendOutcome.Accepted(AcceptedId), outcome);
        Assert.Equal("POST", _server.Request.Method);
        Assert.Equal("HTTP/1.1", _server.Request.Protocol);
        VerifyRequest(_server.Request);
    }

    [Fact]
    public async Task A_connection_serves_one_message_after_another()
    {
        using var carrier = Create();
        for (var i = 0; i < 3; i++)
        {
            _server.Expect(AcceptedAnswer);
            Assert.IsType<SendOutcome.Accepted>(await SendAsync(carrier));
        }
    }

    [Fact]
    public async Task The_line_end_of_a_pasted_secret_is_not_sent()
    {
        _server.Expect(AcceptedAnswer);

        await SendAsync(secrets: [.. Secrets.Select(secret => (secret.Name, secret.Value + "\r\n"))]);

        VerifyRequest(_server.Request);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("schlüssel")]
    public async Task A_secret_that_no_header_can_hold_sends_nothing(string value) =>
        await Assert.ThrowsAsync<SecretUnavailableException>(() =>
            SendAsync(secrets: [.. Secrets.Select(secret => (secret.Name, value))])
        );

    [Fact]
    public async Task A_missing_secret_sends_nothing()
    {
        foreach (var missing in Secrets)
        {
            await Assert.ThrowsAsync<SecretUnavailableException>(() =>
                SendAsync(secrets: [.. Secrets.Where(secret => secret != missing)])
            );
        }

        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void The_secrets_it_sends_with_are_known_by_name()
    {
        using var carrier = Create();
        var names = Secrets.Select(secret => secret.Name).Order();
        Assert.Equal(names, carrier.SecretNames.Order());
        var (options, _) = CarrierHarness.Read([.. Settings]);
        Assert.Equal(names, options!.SecretNames.Values.Order());
    }

    [Fact]
    public async Task A_bad_recipient_or_text_is_rejected()
    {
        foreach (var answer in RejectedAnswers)
        {
            _server.Expect(answer);
            AssertClean(Assert.IsType<SendOutcome.Rejected>(await SendAsync()));
        }
    }

    [Fact]
    public async Task A_bad_account_or_sender_is_refused_without_blaming_the_credentials()
    {
        foreach (var answer in RefusedAnswers)
        {
            _server.Expect(answer);
            var refused = Assert.IsType<SendOutcome.Refused>(await SendAsync());
            Assert.False(refused.Credentials);
            AssertClean(refused);
        }
    }

    [Fact]
    public async Task Bad_credentials_are_refused_as_such()
    {
        _server.Expect(CredentialsAnswer);
        var refused = Assert.IsType<SendOutcome.Refused>(await SendAsync());
        Assert.True(refused.Credentials);
        AssertClean(refused);
    }

    [Fact]
    public async Task Throttling_without_a_hint_has_no_delay()
    {
        _server.Expect(ThrottledAnswer);
        var throttled = Assert.IsType<SendOutcome.Throttled>(await SendAsync());
        Assert.Null(throttled.RetryAfter);
        AssertClean(throttled);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("Wed, 04 Mar 2026 05:06:37 GMT", 30)]
    [InlineData("Wed, 04 Mar 2026 05:06:00 GMT", 0)]
    [InlineData("-3", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999999999999", null)]
    public async Task Throttling_with_a_hint_tells_how_long(string header, int? seconds)
    {
        _server.Expect(ThrottledAnswer, ("Retry-After", header));
        using var carrier = Create(time: new FakeTimeProvider(CarrierHarness.Now));

        var throttled = Assert.IsType<SendOutcome.Throttled>(await SendAsync(carrier));

        Assert.Equal(seconds is { } value ? TimeSpan.FromSeconds(value) : null, throttled.RetryAfter);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        // The server is strict: a second request would fail the test.
        _server.Expect(new CarrierAnswer(status, ""), ("Location", new Uri(_server.Address, "elsewhere").ToString()));
        Assert.IsType<SendOutcome.Refused>(await SendAsync());
    }

    private protected TestCarrier Create(
        Uri? address = null,
        TimeSpan? attemptTimeout = null,
        TimeProvider? time = null,
        (string Name, string Value)[]? secrets = null,
        params (string Key, string Value)[] settings
    ) =>
        CarrierHarness.Create(
            [.. SettingsAt(address ?? _server.Address), .. settings],
            address ?? _server.Address,
            new FakeSecretStore(secrets ?? [.. Secrets]),
            attemptTimeout ?? CarrierHarness.Patient,
            time
        );

    private protected async Task<SendOutcome> SendAsync(
        ICarrier carrier,
        CarrierMessage? message = null,
        CancellationToken? cancellationToken = null
    ) => await carrier.SendAsync(message ?? Message, cancellationToken ?? TestContext.Current.CancellationToken);

    private protected async Task<SendOutcome> SendAsync(
        Uri? address = null,
        TimeSpan? attemptTimeout = null,
        (string Name, string Value)[]? secrets = null
    )
    {
        using var carrier = Create(address, attemptTimeout, secrets: secrets);
        return await SendAsync(carrier);
    }

    /// <summary>Nothing that the carrier repeated of the message is in what will be recorded.</summary>
    private static void AssertClean(SendOutcome outcome) => AssertClean($"{outcome.Code} {outcome.Detail}");

    private static void AssertClean(string text)
    {
        Assert.DoesNotContain(CarrierHarness.Recipient[1..], text, StringComparison.Ordinal);
        Assert.DoesNotContain(CarrierHarness.Code, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Your code", text, StringComparison.Ordinal);
    }
}
