using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmsGateway.Testing;

namespace SmsGateway.Tests.Infra;

/// <summary>The compiler as a process that answers JSON-RPC on its standard input and output, one question at a time.</summary>
internal sealed class BicepProcess : IAsyncDisposable
{
    /// <summary>An answer takes about a second, and much longer on a machine that is busy with other tests.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process _process;
    private readonly OrphanGuard _guard;
    private readonly Task<string> _errors;

    public BicepProcess(string program)
    {
        if (!File.Exists(program))
        {
            throw new HarnessException(
                $"There is no Bicep compiler for this platform: the NuGet feed brought no {program}. Nothing in infra/ was checked."
            );
        }

        var start = new ProcessStartInfo(program, ["jsonrpc", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A character for each byte: lengths are counted in bytes.
            StandardOutputEncoding = Encoding.Latin1,
        };
        ChildProcess.SetEnvironment(
            start,
            new Dictionary<string, string>
            {
                ["TWILIO_ACCOUNT_SID"] = "AC00000000000000000000000000000000",
                ["TWILIO_FROM"] = "+15005550006",
                // It unpacks a library, by default into the home directory, which need not be there.
                ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Artifacts.Root, "bicep"),
                // Both cost it more than it wins by them in a run: a third of its processor time.
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_gcConcurrent"] = "0",
            }
        );
        _process = Process.Start(start)!;
        _guard = new OrphanGuard(_process.Id);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <returns>The answer, with its <c>result</c> or its <c>error</c>.</returns>
    /// <exception cref="HarnessException">The process has ended, or does not answer in time; then it is ended.</exception>
    public async Task<JsonElement> AskAsync(string method, object parameters, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ExchangeAsync(method, parameters).WaitAsync(Bound, cancellationToken);
        }
        catch (Exception e) when (e is IOException or TimeoutException or OperationCanceledException)
        {
            // An answer that comes late would be taken for the next one.
            await EndAsync();
            throw new HarnessException(
                $"The Bicep compiler gives no answer to {method}: {e.Message} {await _errors}",
                e
            );
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _guard.Dispose();
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<JsonElement> ExchangeAsync(string method, object parameters)
    {
        var question = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                jsonrpc = "2.0",
                id = 1,
                method,
                @params = parameters,
            }
        );
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {question.Length}\r\n\r\n"));
        await input.WriteAsync(question);
        await input.FlushAsync();

        var length = 0;
        while (await ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.Split(": ") is ["Content-Length", var value])
            {
                length = int.Parse(value, CultureInfo.InvariantCulture);
            }
        }

        var answer = new char[length];
        return await _process.StandardOutput.ReadBlockAsync(answer) == length
            ? JsonElement.Parse(Encoding.Latin1.GetBytes(answer))
            : throw HasEnded();
    }

    private async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync() ?? throw HasEnded();

    private static EndOfStreamException HasEnded() => new("It has ended.");

    private async Task EndAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }
}
