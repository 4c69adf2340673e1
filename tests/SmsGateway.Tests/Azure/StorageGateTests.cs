using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Admission;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class StorageGateTests(AzuriteFixture azurite) : QueueGateContract, IAsyncLifetime
{
    private readonly List<CountingProcess> _processes = [];
    private StorageFront _front = null!;
    private AzureStorageOptions _options = null!;
    private StorageTest _storage = null!;
    private StorageTest _other = null!;

    private protected override ISendQueue Sending => _storage.Queue;

    private protected override IAdmissionStore Other => _other.Admission;

    public async ValueTask InitializeAsync()
    {
        _front = await StorageFront.StartAsync(await azurite.GetAsync());
        _options = await azurite.NewStoreAsync();
        _other = new StorageTest(_options);
        _storage = new StorageTest(_options with { ConnectionString = new Sensitive(_front.ConnectionString) });
    }

    public async ValueTask DisposeAsync()
    {
        _processes.ForEach(process => process.Dispose());
        _storage.Dispose();
        _other.Dispose();
        await _front.DisposeAsync();
    }

    private protected override async ValueTask<int> CountAsync() => await _storage.Copies.CountAsync();

    [Fact]
    public async Task A_repetition_that_another_process_has_stored_is_not_asked_about()
    {
        var key = new IdempotencyKey(42, TimeSpan.FromMinutes(10), IsCorrelated: true);
        var first = Samples.CreateEnvelope();
        await _other.Queue.EnqueueAsync(first, key, new RecordingGate(), Stop);
        var gate = new RecordingGate();

        Assert.Equal(first.Id, await Sending.EnqueueAsync(Samples.CreateEnvelope(id: "again"), key, gate, Stop));

        Assert.Empty(gate.Calls);
    }

    [Theory]
    [MemberData(nameof(Correlated))]
    public async Task What_the_queue_does_not_take_was_never_asked(bool isCorrelated)
    {
        var key = new IdempotencyKey(42, TimeSpan.FromMinutes(10), isCorrelated);
        _front.Instead = request =>
            request.Method == "POST" && IsOfQueue(request) ? new ProxyAnswer(403, IsService: true) : null;
        var gate = new RecordingGate();

        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await Sending.EnqueueAsync(Samples.CreateEnvelope(), key, gate, Stop)
        );

        Assert.Equal(["ask", "take back"], gate.Calls);
        _front.Instead = _ => null;
        Assert.NotNull(await Sending.EnqueueAsync(Samples.CreateEnvelope(id: "again"), key, new RecordingGate(), Stop));
    }

    [Theory]
    [MemberData(nameof(Correlated))]
    public async Task What_the_queue_does_not_take_is_found_as_not_accepted_and_counted_by_nobody(bool isCorrelated)
    {
        using var process = new CountingProcess(_storage, Limit(burst: 1));
        using var other = new CountingProcess(new StorageTest(_options), Limit(burst: 1));
        Assert.True(await other.AcceptAsync(2));
        _front.Instead = request =>
            request.Method == "POST" && IsOfQueue(request) ? new ProxyAnswer(403, IsService: true) : null;
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            process.AcceptAsync(1, isCorrelated ? new IdempotencyKey(42, TimeSpan.FromMinutes(10), true) : null)
        );

        _front.Instead = _ => null;
        IReadOnlyList<string> states = [];
        while (states is not ["not accepted"])
        {
            // Who is told that it was not accepted does not wait until that is written down.
            Stop.ThrowIfCancellationRequested();
            states = await other.StatesAsync(1);
        }

        Assert.True(await other.AcceptAsync(1));
        Assert.Equal(["not accepted", "waiting"], (await other.StatesAsync(1)).Order());
        Assert.Equal(["waiting"], await other.StatesAsync(2));
    }

    [Fact]
    public async Task While_the_table_is_away_messages_are_accepted_and_it_is_told_until_it_is_back()
    {
        var warnings = new ConfigurationWarnings([]);
        using var process = new CountingProcess(_storage, new AdmissionOptions(), warnings);
        bool IsAway() => warnings.Now.Any(line => line.Contains("does not answer", StringComparison.Ordinal));
        Assert.True(await process.AcceptAsync(1));
        Assert.False(IsAway());
        _front.Instead = request => _front.IsOfTables(request) ? new ProxyAnswer(503, IsService: true) : null;

        Assert.True(await process.AcceptAsync(2));
        Assert.True(await process.AcceptAsync(3));
        Assert.True(IsAway());

        _front.Instead = _ => null;
        var messages = 3;
        while (IsAway())
        {
            Stop.ThrowIfCancellationRequested();
            Assert.True(await process.AcceptAsync(++messages));
        }

        // With what was decided meanwhile: others hear of it late, but they do.
        var heard = 0;
        while (heard < messages)
        {
            Stop.ThrowIfCancellationRequested();
            heard += SampleNotes.Read((await Other.ReadNotesAsync(Stop)).Span).Count;
        }

        Assert.Equal(messages, heard);
    }

    [Fact]
    public async Task A_table_that_refuses_this_gateway_is_told_with_the_services_own_word()
    {
        var log = new FakeLogCollector();
        using var notes = SharedNotes.On(_storage.Account, TimeProvider.System, log.For<SharedNotes>());
        _front.Instead = request => _front.IsOfTables(request) ? new ProxyAnswer(403, IsService: true) : null;

        Assert.False(await notes.CatchUpAsync());
        Assert.False(await notes.CatchUpAsync());
        await notes.WriteAsync(SampleNotes.Write(1));

        var line = Assert.Single(log.GetSnapshot());
        Assert.Contains("403", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_never_answers_holds_up_one_message_for_a_moment_and_no_further_ones()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var text = _options.ConnectionString!.Reveal();
        using var storage = new StorageTest(
            _options with
            {
                ConnectionString = new Sensitive(
                    $"{text[..text.IndexOf("TableEndpoint", StringComparison.Ordinal)]}TableEndpoint=http://{silent.LocalEndpoint}/devstoreaccount1;"
                ),
            },
            TimeProvider.System,
            SharedNotes.Patience
        );
        var first = new RecordingGate(note: SampleNotes.Write(1));
        Assert.NotNull(await storage.Queue.EnqueueAsync(Samples.CreateEnvelope(id: "first"), null, first, Stop));
        Assert.Equal(["ask alone"], first.Calls);

        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 5; i++)
        {
            var gate = new RecordingGate(note: SampleNotes.Write(i));
            Assert.NotNull(await storage.Queue.EnqueueAsync(Samples.CreateEnvelope(id: $"m{i}"), null, gate, Stop));
            Assert.Equal(["ask alone"], gate.Calls);
        }

        Assert.True(TimeProvider.System.GetElapsedTime(started) < 5 * SharedNotes.Patience);
    }

    [Fact]
    public async Task Without_a_table_this_process_goes_by_its_own_counts()
    {
        var text = _options.ConnectionString!.Reveal();
        using var storage = new StorageTest(
            _options with
            {
                ConnectionString = new Sensitive(text[..text.IndexOf("TableEndpoint", StringComparison.Ordinal)]),
            }
        );
        using var process = new CountingProcess(storage, Limit(burst: 2));

        Assert.True(await process.AcceptAsync(1));
        Assert.True(await process.AcceptAsync(1));
        Assert.False(await process.AcceptAsync(1));
        Assert.Empty((await storage.Admission.ReadNotesAsync(Stop)).ToArray());
        await storage.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop);
    }

    [Fact]
    public async Task Who_is_told_that_a_message_is_stored_can_know_that_others_count_it()
    {
        // Makes the table.
        Assert.Empty((await Other.ReadNotesAsync(Stop)).ToArray());
        using var release = new ManualResetEventSlim();
        _front.Instead = request =>
        {
            if (_front.IsOfTables(request) && request.Method == "POST")
            {
                release.Wait(Stop);
            }

            return null;
        };
        var storing = Sending
            .EnqueueAsync(Samples.CreateEnvelope(), null, new RecordingGate(note: SampleNotes.Write(1)), Stop)
            .AsTask();
        while (await _other.Copies.CountAsync() == 0)
        {
            Stop.ThrowIfCancellationRequested();
        }

        Assert.False(storing.IsCompleted);
        release.Set();
        await storing;
        Assert.Equal([1], SampleNotes.Read((await Other.ReadNotesAsync(Stop)).Span));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 1)]
    public async Task However_eight_processes_take_turns_no_more_pass_than_the_limit_says(int seed, int limit)
    {
        var processes = Eight(limit);
        var random = new Random(seed);
        var passed = 0;
        for (var i = 0; i < limit + 12; i++)
        {
            passed += await processes[random.Next(8)].AcceptAsync(1) ? 1 : 0;
        }

        Assert.Equal(limit, passed);
        Assert.Equal(limit, await CountAsync());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Eight_processes_at_once_pass_what_each_of_them_could_not_know_of_and_no_more(int limit)
    {
        var processes = Eight(limit);

        var answers = await Task.WhenAll(Enumerable.Range(0, 160).Select(i => processes[i % 8].AcceptAsync(1)));

        var passed = answers.Count(isAccepted => isAccepted);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Of 160 at once on 8 processes {passed} passed, with a limit of {limit}."
        );
        Assert.InRange(passed, limit, limit + (7 * limit));
        foreach (var process in processes)
        {
            Assert.False(await process.AcceptAsync(1));
        }
    }

    /// <summary>Each with clients, memory and counts of its own, all in the test's process.</summary>
    private List<CountingProcess> Eight(int limit)
    {
        for (var i = 0; i < 8; i++)
        {
            _processes.Add(new CountingProcess(new StorageTest(_options), Limit(limit)));
        }

        return _processes;
    }

    private bool IsOfQueue(HttpRequest request) =>
        request.Path.Value!.Contains(_options.QueueName, StringComparison.Ordinal);

    private static AdmissionOptions Limit(int burst) =>
        AdmissionOptions.Off with
        {
            PerNumber = new AdmissionLimit { Burst = burst, Refill = TimeSpan.FromHours(1) },
        };
}
