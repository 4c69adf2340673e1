using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Configuration;
using SmsGateway.Ports;

namespace SmsGateway.Functions;

/// <summary>A class, not statements: reference mode compiles a library, which may not have those.</summary>
internal static class Program
{
    public static void Main(string[] args)
    {
        var builder = CreateBuilder(args);
        RequireStore(builder.Services);
        builder.Build().Run();
    }

    /// <exception cref="GatewayConfigurationException">The configuration is wrong; it lists every mistake.</exception>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.Services.AddSmsGateway(builder.Configuration);
        builder.Services.AddKeyVaultSecrets(builder.Configuration);
        return builder;
    }

    /// <summary>The triggers read an Azure Storage queue, so the embedded store cannot stand in.</summary>
    internal static void RequireStore(IServiceCollection services)
    {
        if (!services.Any(service => service.ServiceType == typeof(ISendQueue)))
        {
            throw new GatewayConfigurationException([
                "Store__Kind: the Functions app needs AzureStorage, whose adapters (SmsGateway.Azure) are not in this version; run SmsGateway.Host"]);
        }
    }
}
