using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The real one adds the worker to the same generic host; this one holds the host alone, which no Functions host can call.</summary>
internal sealed class FunctionsApplicationBuilder(string[] args)
{
    private readonly HostApplicationBuilder _host = Host.CreateApplicationBuilder(args);

    public ConfigurationManager Configuration => _host.Configuration;

    public ILoggingBuilder Logging => _host.Logging;

    public IServiceCollection Services => _host.Services;

    public IHost Build() => _host.Build();
}
