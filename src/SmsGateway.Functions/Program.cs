using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;

namespace SmsGateway.Functions;

/// <summary>A class, not statements: reference mode compiles a library, which may not have those.</summary>
internal static class Program
{
    public static void Main(string[] args) => CreateBuilder(args).Build().Run();

    /// <exception cref="GatewayConfigurationException">The configuration is wrong; it lists every mistake.</exception>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        var errors = new List<string>();
        builder.Services.AddSmsGateway(builder.Configuration, errors);
        builder.Services.AddAzureStorage(builder.Configuration, errors);
        GatewayConfigurationException.ThrowIfAny(errors);
        builder.Services.AddKeyVaultSecrets(builder.Configuration);
        return builder;
    }
}
