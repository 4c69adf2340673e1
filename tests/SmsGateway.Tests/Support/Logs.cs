using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace SmsGateway.Tests.Support;

/// <summary>What was logged, as text to search in.</summary>
internal static class Logs
{
    extension(FakeLogCollector log)
    {
        /// <summary>Every line with its values and its exception.</summary>
        public string Text => string.Join('\n', log.GetSnapshot().Select(line => line.Text));

        public ILogger<T> For<T>() => new FakeLogger<T>(log);

        /// <summary>Waits until that many of these lines have been logged.</summary>
        /// <returns>The last of them.</returns>
        public async Task<FakeLogRecord> WaitForAsync(Func<FakeLogRecord, bool> wanted, int count = 1)
        {
            await foreach (var line in log.GetLogsAsync(Patience.Bounded))
            {
                if (wanted(line) && --count == 0)
                {
                    return line;
                }
            }

            throw new UnreachableException();
        }
    }

    extension(FakeLogRecord line)
    {
        /// <summary>The line as it is written, and its values, which structured sinks write on their own.</summary>
        public string Text => $"{line.Level} {line.Message} {string.Join(' ', line.Values)} {line.Exception}";

        private IEnumerable<string?> Values =>
            line.State is IEnumerable<KeyValuePair<string, string?>> values ? values.Select(pair => pair.Value) : [];
    }
}
