using System.Globalization;

namespace SmsGateway.Workbench.Bench;

/// <summary>Prints one table. Gateway, load generator and carriers are processes of their own and share the machine.</summary>
internal static class BenchCommand
{
    /// <param name="folder">Empty; takes logs and stores.</param>
    /// <param name="output">The table, row by row as it is measured.</param>
    public static async Task<int> RunAsync(
        BenchOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await output.WriteLineAsync(Machine.Describe(folder));
        if (options.OnlyFunctions)
        {
            await new FunctionsComparison(options, folder, cancellationToken).WriteAsync(output);
            return 0;
        }

        if (options.Native is { } native)
        {
            await new NativeComparison(options, native, folder, cancellationToken).WriteAsync(output);
            return 0;
        }

        await output.WriteLineAsync(
            "Gateway, load generator and carriers share these processors. Every 200 is on disk first (fsync, shared by concurrent requests). Settings are the defaults where a row names no other; every message goes to a number of its own."
        );
        await output.WriteLineAsync();
        await output.WriteLineAsync(BenchRow.Heading);
        var measurements = new Measurements(options, folder, cancellationToken);
        if (options.OnlyCosts)
        {
            await new CostComparison(measurements, options, folder, cancellationToken).WriteAsync(output);
            return 0;
        }

        if (options is { OnlyStorage: false, OnlyAdmission: false })
        {
            await MeasureAsync(measurements, output);
        }

        if (!options.OnlyStorage)
        {
            await new AdmissionComparison(measurements, options, folder, cancellationToken).WriteAsync(output);
            await output.WriteLineAsync();
        }

        if (!options.OnlyAdmission)
        {
            await new StorageComparison(measurements, options, cancellationToken).WriteAsync(output);
        }

        return 0;
    }

    private static async Task MeasureAsync(Measurements measurements, TextWriter output)
    {
        await output.WriteLineAsync((await measurements.ColdStartAsync()).ToString());
        await output.WriteLineAsync((await measurements.IdleAsync()).ToString());
        foreach (
            var rows in new[]
            {
                measurements.AcceptOnlyAsync(),
                measurements.EndToEndAsync(),
                measurements.BacklogAsync(),
                measurements.CarriersAsync(),
            }
        )
        {
            await foreach (var row in rows)
            {
                await output.WriteLineAsync(row.ToString());
            }
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"CPU and allocations are the gateway's, per message. The load generator itself takes {measurements.GeneratorCpu:0} µs a request."
            )
        );
        await output.WriteLineAsync();
    }
}
