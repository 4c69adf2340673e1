using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Admission;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>A gateway as far as it counts what it accepts.</summary>
internal sealed class CountingProcess : IDisposable
{
    private readonly StorageTest _storage;
    private readonly GatewayTelemetry _telemetry = new();
    private readonly AdmissionControl _control;

    public CountingProcess(StorageTest storage, AdmissionOptions options, ConfigurationWarnings? warnings = null)
    {
        _storage = storage;
        _control = new AdmissionControl(
            options,
            _telemetry,
            TimeProvider.System,
            NullLogger<AdmissionControl>.Instance,
            warnings
        );
    }

    /// <returns>Whether a message to that number is stored.</returns>
    public async Task<bool> AcceptAsync(int number, IdempotencyKey? key = null)
    {
        var message = Samples.CreateMessage(recipient: Recipient(number));
        var envelope = Samples.CreateEnvelope(id: MessageId.New(Samples.Start).ToString(), message: message);
        var stop = TestContext.Current.CancellationToken;
        var asked = await _control.OpenAsync(envelope, FrozenSet<string>.Empty, stop);
        return await _storage.Queue.EnqueueAsync(envelope, key, asked, stop) is not null;
    }

    /// <inheritdoc cref="FoundMessages.StatesAsync"/>
    public Task<IReadOnlyList<string>> StatesAsync(int number) =>
        FoundMessages.StatesAsync(
            _control,
            _storage.Admission,
            Samples.ParseNumber(Recipient(number)),
            TimeProvider.System
        );

    private static string Recipient(int number) => string.Create(CultureInfo.InvariantCulture, $"+614915{number:D5}");

    public void Dispose()
    {
        _telemetry.Dispose();
        _storage.Dispose();
    }
}
