using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>The operators' lists where messages lie encrypted.</summary>
public sealed class SealedListsTests : IDisposable
{
    private const string Number = "+61491570156";

    private readonly FakeAdmissionStore _store = new();
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly GatewayTelemetry _telemetry = new();
    private readonly FakeLogCollector _log = new();
    private readonly List<AdmissionControl> _controls = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_block_is_known_to_others_with_the_key_and_not_readable_without_it()
    {
        await Watch(Codecs.Sealing()).ChangeAsync(WithBlock, Stop);

        Assert.Equal(Number, Assert.Single(await Watch(Codecs.Sealing()).ReadAsync(Stop)).Value);
        var stored = (await _store.ReadListsAsync(null, Stop))!.Lists;
        Assert.DoesNotContain(
            Number[1..],
            System.Text.Encoding.Latin1.GetString(stored.Span),
            StringComparison.Ordinal
        );
    }

    /// <summary>Messages and dead letters age out before a key does, and a block may be for good.</summary>
    [Fact]
    public async Task Lists_outlive_any_number_of_rotations()
    {
        await Watch(Codecs.Sealing(Codecs.Key(1))).ChangeAsync(WithBlock, Stop);
        for (byte key = 2; key < 6; key++)
        {
            var watch = Watch(Codecs.Sealing(Codecs.Key(key), Codecs.Key((byte)(key - 1))));
            Assert.Single(await watch.ReadAsync(Stop));
        }
    }

    [Fact]
    public async Task Lists_from_before_the_setting_are_sealed_when_they_are_next_read()
    {
        await Watch(Codecs.Plain).ChangeAsync(WithBlock, Stop);
        await Watch(Codecs.Sealing()).ReadAsync(Stop);

        Assert.Empty(await Watch(Codecs.Plain).ReadAsync(Stop));
        Assert.Single(await Watch(Codecs.Sealing()).ReadAsync(Stop));
    }

    [Fact]
    public async Task Lists_that_cannot_be_understood_are_not_written_over()
    {
        await Watch(Codecs.Sealing(Codecs.Key(1))).ChangeAsync(WithBlock, Stop);
        var stranger = Watch(Codecs.Sealing(Codecs.Key(9)));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => stranger.ChangeAsync(WithBlock, Stop).AsTask());

        Assert.Single(await Watch(Codecs.Sealing(Codecs.Key(1))).ReadAsync(Stop));
        Assert.Contains("cannot be understood", _log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("nothing")]
    public async Task What_somebody_wrote_by_hand_leaves_what_is_known_in_force(string text)
    {
        var watch = Watch(Codecs.Plain);
        await watch.ChangeAsync(WithBlock, Stop);
        await _store.WriteListsAsync(
            System.Text.Encoding.UTF8.GetBytes(text),
            (await _store.ReadListsAsync(null, Stop))!.Version,
            Stop
        );

        Assert.Single(await watch.ReadAsync(Stop));
    }

    public void Dispose()
    {
        _telemetry.Dispose();
    }

    private AdmissionDocument WithBlock(AdmissionDocument lists) =>
        lists.With(
            new AdmissionEntry(AdmissionList.Block, EntryKind.Number, Number, _time.GetUtcNow(), null, null),
            _time.GetUtcNow()
        );

    /// <summary>A gateway of its own on the store.</summary>
    private AdmissionListWatch Watch(Codecs codecs)
    {
        var control = new AdmissionControl(
            AdmissionOptions.Off,
            _telemetry,
            _time,
            _log.For<AdmissionControl>(),
            store: _store,
            encryption: codecs.Encryption
        );
        _controls.Add(control);
        return new AdmissionListWatch(control, _time, _log.For<AdmissionListWatch>(), _store);
    }
}
