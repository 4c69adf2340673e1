using System.Globalization;
using System.Text;
using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What lies on the disk, and whether it is still there.</summary>
public sealed class EmbeddedFileTests : IDisposable
{
    private const string Needle = "Your code is 8675309";

    private readonly EmbeddedFolder _folder = new();

    private CancellationToken Stop { get; } = Patience.Bounded;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_everything_is_gone_and_a_stop_no_text_and_no_number_is_readable(int seed)
    {
        var store = _folder.Open();
        await DeliverAndDeleteAsync(store, new Random(seed));
        _folder.Close(store);

        AssertNothingReadable();
    }

    [Fact]
    public async Task Nor_beside_another_process_that_goes_on()
    {
        var store = _folder.Open();
        _ = _folder.Open();
        await DeliverAndDeleteAsync(store, new Random(4));
        _folder.Close(store);

        AssertNothingReadable();
    }

    [Fact]
    public async Task Nobody_else_may_open_any_of_its_files()
    {
        if (OperatingSystem.IsWindows())
        {
            // It has no such modes.
            return;
        }

        await _folder.Open().EnqueueAsync(NewEnvelope(100), TimeSpan.Zero, Stop);

        var files = Directory.GetFiles(_folder.Path);

        Assert.Contains(files, file => file.EndsWith(".lock", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    /// <summary>What it sets aside would lie in a folder of the machine's, and need one.</summary>
    [Fact]
    public void Nothing_temporary_is_written_beside_it()
    {
        using var connection = EmbeddedDatabase.Open(_folder.Path);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA temp_store";

        const long Memory = 2;
        Assert.Equal(Memory, command.ExecuteScalar());
    }

    [Fact]
    public async Task The_log_that_grew_behind_a_reader_is_cut_off_when_the_reader_is_done()
    {
        var store = _folder.Open();
        using (var reader = _folder.Connect())
        {
            using var command = reader.CreateCommand();
            command.CommandText = "BEGIN; SELECT count(*) FROM queue";
            command.ExecuteScalar();
            while (LogLength() < 2 * StoreFile.LongLog)
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, 50)
                        .Select(_ => store.EnqueueAsync(NewEnvelope(40_000), TimeSpan.Zero, Stop).AsTask())
                );
            }
        }

        while (LogLength() > StoreFile.LongLog)
        {
            Stop.ThrowIfCancellationRequested();
            await store.CheckAsync(Stop);
        }

        Assert.Equal("ok", _folder.Query("PRAGMA integrity_check"));
    }

    [Theory]
    [InlineData("file deleted")]
    [InlineData("file replaced")]
    [InlineData("folder deleted")]
    [InlineData("folder replaced")]
    [InlineData("folder moved")]
    public async Task What_would_be_stored_where_nobody_finds_it_is_refused(string what)
    {
        var store = _folder.Open();
        await store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var file = Path.Combine(_folder.Path, "gateway.db");
        var aside = _folder.Path + "-aside";
        var copy = await CopyAsync(file);
        try
        {
            switch (what)
            {
                case "file deleted":
                    File.Delete(file);
                    break;
                case "file replaced":
                    await File.WriteAllBytesAsync(file + ".new", copy, Stop);
                    File.Move(file + ".new", file, overwrite: true);
                    break;
                case "folder deleted":
                    Directory.Delete(_folder.Path, recursive: true);
                    break;
                default:
                    Directory.Move(_folder.Path, aside);
                    break;
            }

            if (what == "folder replaced")
            {
                Directory.CreateDirectory(_folder.Path);
                await File.WriteAllBytesAsync(file, copy, Stop);
            }

            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop)
            );
            Assert.Contains("deleted or replaced", refusal.Message, StringComparison.Ordinal);
            var health = await store.CheckAsync(Stop);
            Assert.False(health.Healthy);
            Assert.Equal(refusal.Message, health.Detail);
            _folder.Close(store);
        }
        finally
        {
            Directory.CreateDirectory(_folder.Path);
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    /// <summary>Not by reading it in this process: closing it would end SQLite's locks on it.</summary>
    private async Task<byte[]> CopyAsync(string file)
    {
        _folder.Query($"VACUUM INTO '{file}.copy'");
        var copy = await File.ReadAllBytesAsync(file + ".copy", Stop);
        File.Delete(file + ".copy");
        return copy;
    }

    /// <summary>Messages of all sizes, in every way they can go.</summary>
    private async Task DeliverAndDeleteAsync(EmbeddedStore store, Random random)
    {
        for (var round = 0; round < 30; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .Select(_ => store.EnqueueAsync(NewEnvelope(random.Next(3000)), TimeSpan.Zero, Stop).AsTask())
            );
            if (round % 3 == 0)
            {
                continue;
            }

            var leases = (await store.ReceiveAsync(40, Stop)).ToArray();
            random.Shuffle(leases);
            await Task.WhenAll(leases.Select((lease, i) => EndAsync(store, lease, i % 4, random.Next(20_000))));
        }

        while ((await store.CheckAsync(Stop)).Queued > 0)
        {
            await Task.WhenAll(
                (await store.ReceiveAsync(100, Stop)).Select(lease => store.CompleteAsync(lease, Stop).AsTask())
            );
        }

        while ((await store.ListAsync(new DeadLetterQuery(null, null, null), Stop)).Items is [_, ..] dead)
        {
            await Task.WhenAll(dead.Select(record => store.DeleteAsync(record, Stop).AsTask()));
        }
    }

    private async Task EndAsync(EmbeddedStore store, QueueLease lease, int way, int size)
    {
        var envelope = Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(lease.Body.Span)).Envelope;
        var dead = new DeadLetter(envelope.Id, DeadLetterReason.Expired, envelope, null, null, Samples.Start);
        switch (way)
        {
            case 0:
                var retry = envelope.With(Samples.CreateAttempt(detail: new string('x', size)));
                await store.RetryAsync(lease, retry, TimeSpan.Zero, Stop);
                break;
            case 1:
                await store.RecordAsync(dead, lease, Stop);
                break;
            case 2:
                await store.RecordAsync(dead, lease, Stop);
                await store.ReplayAsync(dead, envelope, Stop);
                break;
            default:
                await store.CompleteAsync(lease, Stop);
                break;
        }
    }

    private void AssertNothingReadable()
    {
        var files = Directory.GetFiles(_folder.Path, "gateway.db*");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("8675309", content, StringComparison.Ordinal);
            Assert.DoesNotContain(Samples.Recipient[1..], content, StringComparison.Ordinal);
        }
    }

    private long LogLength() => new FileInfo(Path.Combine(_folder.Path, "gateway.db-wal")).Length;

    private Envelope NewEnvelope(int more = 0) =>
        Samples.CreateEnvelope(
            id: MessageId.New(_folder.Time.GetUtcNow()).ToString(),
            message: Samples.CreateMessage(
                body: string.Create(CultureInfo.InvariantCulture, $"{Needle}{new string('.', more)}")
            )
        );
}
