using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>Hosts of the WebJobs SDK, which the platform's own host is built on: each runs one job, with the queue extension and host.json's values for it.</summary>
internal static class JobHosts
{
    /// <param name="job">A public class with one public method.</param>
    /// <param name="settings">Of the Functions host.</param>
    /// <param name="values">Settings beyond these.</param>
    /// <param name="services">What the job and its host need.</param>
    /// <param name="logs">The host's log.</param>
    public static IHost Create(
        Type job,
        HostSettings settings,
        Dictionary<string, string?> values,
        Action<IServiceCollection> services,
        ILoggerFactory logs
    )
    {
        foreach (var (key, value) in settings.Queues.AsEnumerable(makePathsRelative: true))
        {
            values[$"AzureWebJobs:extensions:queues:{key}"] = value;
        }

        return new HostBuilder()
            .UseEnvironment(settings.IsDevelopment ? "Development" : "Production")
            .ConfigureAppConfiguration(configuration =>
                configuration.AddConfiguration(settings.Configuration).AddInMemoryCollection(values)
            )
            .ConfigureWebJobs(builder => builder.AddAzureStorageQueues())
            .ConfigureServices(collection =>
            {
                collection.AddSingleton<ITypeLocator>(new OneJob(job));
                InnerHost.Share(collection, logs);
                services(collection);
            })
            .Build();
    }

    private sealed class OneJob(Type job) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [job];
    }
}
