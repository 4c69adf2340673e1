using System.Diagnostics;
using System.Text.Json;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>A bare loop of sends that waits to be measured. It ends with its input, so it cannot outlive this process.</summary>
internal sealed class QueueProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public QueueProcess(QueuePlan plan)
    {
        _process = LoadProcess.StartProcess(QueueCommand.Name, JsonSerializer.Serialize(plan), isFrugal: false);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The first time its warm-up is awaited too.</summary>
    public async Task<LoadReport> MeasureAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } report
            ? JsonSerializer.Deserialize<LoadReport>(report)!
            : throw new HarnessException($"The bare loop failed: {await _errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
