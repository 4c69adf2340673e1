using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>Reads of the notes of a day that take long, or that nobody needs any more.</summary>
public sealed class StorageLookBackTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StorageFront _front = null!;
    private StorageTest _storage = null!;

    private CancellationToken Stop { get; } = Patience.Bounded;

    public async ValueTask InitializeAsync()
    {
        _front = await StorageFront.StartAsync(await azurite.GetAsync());
        var options = await azurite.NewStoreAsync();
        using var other = new StorageTest(options);
        await other.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop);
        _storage = new StorageTest(options with { ConnectionString = new Sensitive(_front.ConnectionString) });
    }

    public async ValueTask DisposeAsync()
    {
        _goOn.TrySetResult();
        _storage.Dispose();
        await _front.DisposeAsync();
    }

    [Fact]
    public async Task A_look_back_ends_in_the_middle_of_a_read()
    {
        Hold(newest: true);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var looking = LookBackAsync(gone.Token);
        await _asked.Task.WaitAsync(Stop);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking.WaitAsync(Stop));
    }

    [Fact]
    public async Task A_look_back_that_has_found_enough_waits_for_no_other_read()
    {
        Hold(newest: false);
        await foreach (var stretch in _storage.Admission.LookBackAsync(notes => notes, DayAgo, null, Stop))
        {
            Assert.Equal([1], SampleNotes.Read(stretch.Picked.Span));
            Assert.InRange(TimeProvider.System.GetUtcNow() - stretch.Since, TimeSpan.Zero, TimeSpan.FromMinutes(2));
            break;
        }
    }

    [Fact]
    public async Task A_search_ends_with_its_time_in_the_middle_of_a_read()
    {
        Hold(newest: false);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var telemetry = new GatewayTelemetry();
        using var search = new NumberSearch(
            new AdmissionControl(new AdmissionOptions(), telemetry, time, NullLogger<AdmissionControl>.Instance),
            _storage.Admission,
            time
        );
        var finding = search.FindAsync(Samples.ParseNumber("+61491570156"), 100, Stop).AsTask();
        await _asked.Task.WaitAsync(Stop);
        time.Advance(NumberSearch.Limit);

        var found = await finding.WaitAsync(Stop);

        Assert.True(found!.IsTruncated);
        Assert.True(found.SearchedSince is null || found.SearchedSince > time.GetUtcNow().AddMinutes(-3));
    }

    private static DateTimeOffset DayAgo => TimeProvider.System.GetUtcNow() - IAdmissionStore.Kept;

    /// <summary>Keeps the reads of notes waiting, of all of them or of those before the newest.</summary>
    private void Hold(bool newest) =>
        _front.InsteadAsync = async request =>
        {
            if (
                _front.IsOfTables(request)
                && request.Method == "GET"
                && (newest || $"{request.Query["$filter"]}".Contains(" lt ", StringComparison.Ordinal))
            )
            {
                _asked.TrySetResult();
                await _goOn.Task;
            }

            return null;
        };

    private async Task LookBackAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _storage.Admission.LookBackAsync(notes => notes, DayAgo, null, cancellationToken)) { }
    }
}
