using System.Text;
using SmsGateway.Acceptance;
using SmsGateway.Callers;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Support.TokenFactory;

namespace SmsGateway.Tests.Callers;

/// <summary>Which tokens count for and against a caller.</summary>
public sealed class CallerWatchTests : IDisposable
{
    private const string Body = """{"recipient":"+61491570156","body":"Your code is 1"}""";

    private static readonly string Another = Create(secret: "another");

    private readonly Gateway _gateway = new(new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_token_of_another_body_does_not_fit_however_good_it_is_otherwise()
    {
        for (var i = 0; i < CallerWatch.Threshold; i++)
        {
            Assert.Equal(401, (await _gateway.PostAsync(Body, Create(bodyHash: HashOf("{}")))).Status);
        }

        Assert.Equal((CallerWatch.Threshold, RefusalReason.BodyHash), Fare());
    }

    [Fact]
    public async Task A_token_that_fits_its_body_ends_the_row()
    {
        await _gateway.PostAsync(Body, Another);

        Assert.Equal(200, (await _gateway.PostAsync(Body, Create(bodyHash: HashOf(Body)))).Status);

        Assert.Equal(0, Fare().Refused);
    }

    [Theory]
    [InlineData(true, 411, 1)]
    [InlineData(true, 413, 1)]
    [InlineData(false, 411, 0)]
    [InlineData(false, 413, 0)]
    public async Task Without_its_body_only_a_token_that_is_for_any_body_is_known_to_fit(
        bool isBound,
        int status,
        int refused
    )
    {
        await _gateway.PostAsync(Body, Another);
        using var tooLarge = new MemoryStream(new byte[AcceptanceHandler.MaxBodyBytes + 1]);

        var reply = await _gateway.Acceptance.HandleAsync(
            [Bearer(Create(bodyHash: isBound ? HashOf(Body) : null))],
            status == 413 ? tooLarge : null,
            null,
            CancellationToken.None
        );

        Assert.Equal((status, refused), (reply.Status, Fare().Refused));
    }

    [Fact]
    public async Task A_token_whose_body_breaks_off_is_not_known_to_fit_it()
    {
        await _gateway.PostAsync(Body, Another);
        using var body = new BrokenStream();

        await Assert.ThrowsAsync<IOException>(async () =>
            await _gateway.Acceptance.HandleAsync(
                [Bearer(Create(bodyHash: HashOf(Body)))],
                body,
                Body.Length,
                CancellationToken.None
            )
        );

        Assert.Equal(1, Fare().Refused);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_that_the_gateway_cannot_read_is_no_fault_of_the_caller(bool atAll)
    {
        if (atAll)
        {
            _gateway.Secrets.IsAway = true;
        }
        else
        {
            _gateway.Secrets.Failures[Authentication.SecretName] = new SecretUnavailableException("The vault is away.");
        }

        Assert.Equal(503, (await _gateway.PostAsync(Body, Another)).Status);

        Assert.Equal(0, Fare().Refused);
    }

    [Theory]
    [InlineData("HS384", RefusalReason.Algorithm)]
    [InlineData("none", RefusalReason.Algorithm)]
    [InlineData("HS256", RefusalReason.Signature)]
    public async Task Whatever_else_does_not_fit_counts_for_the_caller_whose_subject_and_audience_it_is(
        string algorithm,
        RefusalReason reason
    )
    {
        var token = Create(algorithm: algorithm, signAs: "HS256", secret: "another");

        Assert.Equal(401, (await _gateway.PostAsync(Body, token)).Status);

        Assert.Equal((1, reason), Fare());
        Assert.Contains("made out as auth0's", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_callers_with_one_subject_and_audience_nobody_knows_whose_it_was_so_it_counts_for_each()
    {
        using var gateway = new Gateway(
            options =>
                options with
                {
                    Callers =
                    [
                        Authentication.CreateCaller("first"),
                        Authentication.CreateCaller("second", secretName: "2"),
                    ],
                },
            new FakeCarrier("one")
        );
        gateway.Secrets.With("2", "the second caller's secret");

        await gateway.PostAsync(Body, Another);
        Assert.Equal((1, 1), (gateway.Callers["first"].RefusedInRow, gateway.Callers["second"].RefusedInRow));
        await gateway.PostAsync(Body);
        Assert.Equal((0, 1), (gateway.Callers["first"].RefusedInRow, gateway.Callers["second"].RefusedInRow));
        // With a signature that is the second's, it is known again.
        await gateway.PostAsync(Body, Create(secret: "the second caller's secret", exp: 1));
        Assert.Equal((0, 2), (gateway.Callers["first"].RefusedInRow, gateway.Callers["second"].RefusedInRow));
        Assert.Contains("made out as first, second's", gateway.Log.Text, StringComparison.Ordinal);
    }

    private (int Refused, RefusalReason Last) Fare()
    {
        var fare = _gateway.Callers[Samples.Caller];
        return (fare.RefusedInRow, fare.LastRefusal);
    }

    /// <summary>A connection that ends in the middle of the body.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public BrokenStream()
            : base(Encoding.UTF8.GetBytes(Body[..20])) { }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("The connection was reset.");
        }
    }
}
