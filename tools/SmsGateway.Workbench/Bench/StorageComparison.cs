using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using SmsGateway.Workbench.Load;

namespace SmsGateway.Workbench.Bench;

/// <summary>
/// Accepting on Azure Storage against the least that it can cost: a bare loop that sends what the gateway stored to the same
/// service; and with everything on against admission off. In turn, because the service is not equally fast at all times.
/// </summary>
internal sealed class StorageComparison(
    Measurements measurements,
    BenchOptions options,
    CancellationToken cancellationToken
)
{
    private const int Concurrency = 16;

    private const int Full = 64;

    private const string BareQueue = "bare";

    /// <param name="output">A row for each measurement, and the ratio; or why there is none.</param>
    public async Task WriteAsync(TextWriter output)
    {
        AzuriteProcess azurite;
        try
        {
            azurite = await AzuriteProcess.StartAsync(isSilent: true);
        }
        catch (HarnessException e)
        {
            await output.WriteLineAsync($"Accepting on Azure Storage is left out: {e.Message}");
            return;
        }

        await using (azurite)
        {
            await CompareAsync(azurite, output);
            await CompareAdmissionAsync(azurite, output);
        }
    }

    private async Task CompareAsync(AzuriteProcess azurite, TextWriter output)
    {
        await using var gateway = await measurements.StartOnStorageAsync(azurite.ConnectionString, hasAdmission: false);
        await gateway.LoadAsync(Concurrency, options.WarmUp, cancellationToken);
        var text = await StoredTextAsync(azurite.ConnectionString);
        using var loop = new QueueProcess(Plan(azurite.ConnectionString, text));
        var bare = new List<double>();
        var accepted = new List<double>();
        await output.WriteLineAsync(
            $"On Azurite, {Concurrency} at once, {text.Length} bytes a message. CPU µs: the loop's own; the gateway's."
        );
        for (var round = 0; round < options.StorageRounds; round++)
        {
            await ClearAsync(azurite.ConnectionString);
            await AddAsync(bare, BareRow(await loop.MeasureAsync(cancellationToken)));
            await ClearAsync(azurite.ConnectionString);
            await AddAsync(
                accepted,
                await measurements.AcceptAsync(
                    gateway,
                    Concurrency,
                    $"accept on Azure Storage, {Concurrency} connections, admission off"
                )
            );
        }

        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"accept on Azure Storage, admission off / bare SendMessage loop: {Median(accepted) / Median(bare):0.00} (medians: {Median(accepted):N0} / {Median(bare):N0} a second)"
            )
        );

        async Task AddAsync(List<double> rates, BenchRow row)
        {
            rates.Add(row.PerSecond!.Value);
            await output.WriteLineAsync(row.ToString());
        }
    }

    private async Task CompareAdmissionAsync(AzuriteProcess azurite, TextWriter output)
    {
        await using var without = await measurements.StartOnStorageAsync(azurite.ConnectionString, hasAdmission: false);
        await using var with = await measurements.StartOnStorageAsync(azurite.ConnectionString, hasAdmission: true);
        // Otherwise the rules on users and addresses have nobody to ask about.
        (without.TellsWho, with.TellsWho) = (true, true);
        await without.LoadAsync(Full, options.WarmUp, cancellationToken);
        await with.LoadAsync(Full, options.WarmUp, cancellationToken);
        var rates = new Dictionary<BenchGateway, List<double>> { [without] = [], [with] = [] };
        for (var round = 0; round < options.StorageRounds; round++)
        {
            foreach (var (gateway, what) in new[] { (without, "admission off"), (with, "everything on") })
            {
                await ClearAsync(azurite.ConnectionString);
                var row = await measurements.AcceptAsync(
                    gateway,
                    Full,
                    $"accept on Azure Storage, {Full} connections, {what}"
                );
                rates[gateway].Add(row.PerSecond!.Value);
                await output.WriteLineAsync(row.ToString());
            }
        }

        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"accept on Azure Storage, everything on / admission off: {Median(rates[with]) / Median(rates[without]):0.00} (medians: {Median(rates[with]):N0} / {Median(rates[without]):N0} a second)"
            )
        );
    }

    /// <summary>Azurite writes down all it holds every five seconds, and stands still meanwhile: each measurement begins with nothing.</summary>
    private async Task ClearAsync(string connectionString)
    {
        foreach (var queue in new[] { BareQueue, AzureStorageOptions.SendQueue })
        {
            var client = new QueueClient(connectionString, queue);
            if (await client.ExistsAsync(cancellationToken))
            {
                await client.ClearMessagesAsync(cancellationToken);
            }
        }

        // Whole: Azurite is done with that at once, and a gateway creates it when it next writes.
        await new TableClient(connectionString, AzureStorageOptions.Admission).DeleteAsync(cancellationToken);
    }

    private QueuePlan Plan(string connectionString, string text) =>
        new()
        {
            ConnectionString = connectionString,
            Queue = BareQueue,
            Text = text,
            Concurrency = Concurrency,
            WarmUpSeconds = options.WarmUp.TotalSeconds,
            Seconds = options.Duration.TotalSeconds,
        };

    private static BenchRow BareRow(LoadReport load) =>
        Measurements.Latency(
            new BenchRow($"bare SendMessage loop, {Concurrency} at once")
            {
                PerSecond = load.PerSecond,
                Cpu = load.Cpu / load.Accepted,
            },
            load
        );

    /// <summary>An envelope in its encoding, as it lies in the queue.</summary>
    private async Task<string> StoredTextAsync(string connectionString) =>
        (await new QueueClient(connectionString, AzureStorageOptions.SendQueue).PeekMessageAsync(cancellationToken))
            .Value
            .MessageText;

    private static double Median(IEnumerable<double> rates)
    {
        var sorted = rates.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
