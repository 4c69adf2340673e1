using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing;
using SmsGateway.Testing.FunctionsHost;

// The Functions host as a program of its own, so that it can be killed: <app's folder> <port>, settings as environment variables.
if (args is not [var folder, var portText] || !int.TryParse(portText, CultureInfo.InvariantCulture, out var port))
{
    await Console.Error.WriteLineAsync(
        "Usage: SmsGateway.Testing <folder of the Functions app> <port, 0 for a free one>"
    );
    return 2;
}

using var stopping = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
var settings = Environment
    .GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
var options = new FunctionsHostOptions(Path.GetFullPath(folder), settings)
{
    Port = port,
    Logging = logging =>
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        }),
};
try
{
    await using var host = await FunctionsHost.StartAsync(options, stopping.Token);
    Console.WriteLine($"Now listening on: {host.Address}");
    var failure = await host.Failed.WaitAsync(stopping.Token);
    await Console.Error.WriteLineAsync($"The host ends: {failure.Message}");
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 0;
}
catch (HarnessException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
