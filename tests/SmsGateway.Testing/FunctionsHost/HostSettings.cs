using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>App settings and host.json, read as the platform reads them.</summary>
internal sealed class HostSettings
{
    private readonly IConfiguration _host;

    public HostSettings(FunctionsHostOptions options)
    {
        AppFolder = options.AppFolder;
        Values = options.Settings;
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                options.Settings.Select(pair => new KeyValuePair<string, string?>(
                    pair.Key.Replace("__", ":", StringComparison.Ordinal),
                    pair.Value
                ))
            )
            .Build();
        _host = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(options.AppFolder, "host.json"))
            .AddInMemoryCollection(
                Configuration.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true)
            )
            .Build();
    }

    public string AppFolder { get; }

    /// <summary>The app settings as they came.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    public IConfiguration Configuration { get; }

    public IConfigurationSection Logging => _host.GetSection("logging");

    public IConfigurationSection Queues => _host.GetSection("extensions:queues");

    public string RoutePrefix => _host["extensions:http:routePrefix"] ?? "api";

    public int MaxConcurrentRequests => Number(_host["extensions:http:maxConcurrentRequests"], 100);

    public int MaxOutstandingRequests => Number(_host["extensions:http:maxOutstandingRequests"], 200);

    public TimeSpan FunctionTimeout =>
        _host["functionTimeout"] is { } text
            ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
            : TimeSpan.FromMinutes(30);

    public int MaxRequestBody => Number(Configuration["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], 104_857_600);

    /// <summary>There no function asks for a key.</summary>
    public bool IsDevelopment =>
        string.Equals(Configuration["AZURE_FUNCTIONS_ENVIRONMENT"], "Development", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the setting that the platform has for it switches the function off.</summary>
    public bool IsDisabled(string function) =>
        string.Equals(
            Values.GetValueOrDefault($"AzureWebJobs.{function}.Disabled"),
            "true",
            StringComparison.OrdinalIgnoreCase
        );

    private static int Number(string? text, int otherwise) =>
        text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);
}
