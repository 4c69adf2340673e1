using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Admission;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Telemetry;
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
    public async Task<bool> AcceptAsync(int number)
    {
        var message = Samples.CreateMessage(
            recipient: string.Create(CultureInfo.InvariantCulture, $"+614915{number:D5}")
        );
        var envelope = Samples.CreateEnvelope(id: MessageId.New(Samples.Start).ToString(), message: message);
        var stop = TestContext.Current.CancellationToken;
        var asked = await _control.OpenAsync(envelope, FrozenSet<string>.Empty, stop);
        return await _storage.Queue.EnqueueAsync(envelope, null, asked, stop) is not null;
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _storage.Dispose();
    }
}
