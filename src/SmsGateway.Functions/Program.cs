using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using SmsGateway.Configuration;
using SmsGateway.Functions;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.AddGateway();
    await builder.Build().RunAsync();
    return 0;
}
catch (GatewayConfigurationException e)
{
    // The platform makes an entry of its log of each line that a worker writes, so the whole list is one line.
    await Console.Error.WriteLineAsync(e.OnOneLine);
    return 1;
}
