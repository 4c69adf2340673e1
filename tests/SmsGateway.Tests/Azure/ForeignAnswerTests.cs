using SmsGateway.Azure.Storage;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What stands between the gateway and the storage service answers in its place.</summary>
public sealed class ForeignAnswerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Page = "<!doctype html><html><body><h1>Sign in<br></h1></body></html>";

    private static readonly IdempotencyKey Key = new(42, TimeSpan.FromMinutes(10), IsCorrelated: true);

    private StorageFront _front = null!;
    private StorageTest _storage = null!;
    private BlobDeadLetterStore _deadLetters = null!;

    public static TheoryData<string> Answers => [.. Named.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Dictionary<string, ProxyAnswer> Named { get; } =
        new()
        {
            ["a page"] = new(200, Page),
            ["a page, and 201"] = new(201, Page),
            ["a page, and 404"] = new(404, Page),
            ["a page, and 400"] = new(400, Page),
            ["a page, and 503"] = new(503, Page),
            ["a page that is XML"] = new(200, "<html><body/></html>"),
            ["a page with the service's headers"] = new(200, Page, IsService: true),
            ["XML of another kind with the service's headers"] = new(200, "<a/>", "application/xml", IsService: true),
            ["JSON"] = new(200, """{"error":"not here"}""", "application/json"),
            ["JSON with the service's headers"] = new(200, """{"a":1}""", "application/json", IsService: true),
            ["nothing"] = new(200),
            ["nothing, and 201"] = new(201),
            ["nothing, and 204"] = new(204),
            ["half an answer"] = new(
                200,
                "<?xml version=\"1.0\"?><QueueMessagesList><Queue",
                "application/xml",
                IsService: true
            ),
            ["an answer cut off"] = new(200, "<?xml version", "application/xml", IsService: true, IsCutOff: true),
            ["a redirect"] = new(302),
        };

    public async ValueTask InitializeAsync()
    {
        _front = await StorageFront.StartAsync(await azurite.GetAsync());
        _storage = new StorageTest(
            await azurite.NewStoreAsync() with
            {
                ConnectionString = new Sensitive(_front.ConnectionString),
            }
        );
        _deadLetters = _storage.DeadLetters;
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Dispose();
        await _front.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Is_a_store_that_is_unavailable_and_never_taken_for_the_stores(string answer)
    {
        await _storage.Queue.EnqueueAsync(Samples.CreateEnvelope(), TimeSpan.Zero, Stop);
        var lease = Assert.Single(await _storage.Queue.ReceiveAsync(1, Stop));
        var taken = (StorageLease)lease;
        var deadLetter = new DeadLetter(
            MessageId.New(Samples.Start),
            DeadLetterReason.Rejected,
            null,
            null,
            null,
            Samples.Start
        );
        await _deadLetters.RecordAsync(deadLetter, Stop);
        var outcomes = new TableOutcomes(_storage.Account.Notes, TimeSpan.FromDays(1), TimeProvider.System);

        _front.Instead = _ => Named[answer];
        var calls = new Dictionary<string, Func<Task>>
        {
            ["put"] = () => _storage.Queue.EnqueueAsync(Samples.CreateEnvelope(), TimeSpan.Zero, Stop).AsTask(),
            ["put once"] = () => _storage.Queue.EnqueueAsync(Samples.CreateEnvelope(), Key, Stop).AsTask(),
            ["receive"] = () => _storage.Queue.ReceiveAsync(1, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop),
            ["take over"] = () => _storage.Leases.TakeOverAsync(lease.Body, 1, taken.MessageId, taken.PopReceipt),
            ["give back"] = () => _storage.Queue.ReleaseAsync(lease, TimeSpan.Zero, true, Stop).AsTask(),
            ["complete"] = () => _storage.Queue.CompleteAsync(lease, Stop).AsTask(),
            ["oldest"] = () => _storage.Queue.OldestSinceAsync(Stop).AsTask(),
            ["claim"] = () => new IdempotencyClaims(_storage.Blobs, TimeProvider.System).TakeAsync(Key, deadLetter.Id),
            ["record"] = () => _deadLetters.RecordAsync(deadLetter, Stop).AsTask(),
            ["list"] = () => _deadLetters.ListAsync(new DeadLetterQuery(null, null, null), Stop).AsTask(),
            ["list a day"] = () =>
                _deadLetters.ListAsync(new DeadLetterQuery(new DateOnly(2026, 3, 4), null, null), Stop).AsTask(),
            ["find"] = () => _deadLetters.FindAsync(deadLetter.Id, Stop).AsTask(),
            ["delete"] = () => _deadLetters.DeleteAsync(deadLetter, Stop).AsTask(),
            ["look up"] = () => outcomes.FindDeliveredAsync(deadLetter.Id, Stop).AsTask(),
            ["keep"] = () => outcomes.WriteAsync(new MessageOutcome(deadLetter.Id, "{}"u8.ToArray())),
            ["hear"] = () => _storage.Admission.ReadNotesAsync(Stop).AsTask(),
            ["tell"] = () => _storage.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop).AsTask(),
            ["read lists"] = () => _storage.Admission.ReadListsAsync(null, Stop).AsTask(),
            ["write lists"] = () => _storage.Admission.WriteListsAsync("{}"u8.ToArray(), "none", Stop).AsTask(),
        };
        // One after the other: whatever is swallowed or of another kind is named.
        var wrong = new List<string>();
        foreach (var (name, call) in calls)
        {
            var failure = await Record.ExceptionAsync(call);
            if (failure is not StoreUnavailableException)
            {
                wrong.Add($"{name}: {failure?.GetType().Name ?? "taken"}");
            }
        }

        Assert.Empty(wrong);
        Assert.False((await _storage.Queue.CheckAsync(Stop)).Healthy);
        _front.Instead = _ => null;
        Assert.NotNull(await _deadLetters.FindAsync(deadLetter.Id, Stop));
        await _storage.Queue.CompleteAsync(lease, Stop);
        Assert.Equal(0, await _storage.Copies.CountAsync());
    }
}
