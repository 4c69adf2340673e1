using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Queue;

try
{
    await using var app = HostApp.Create(args);
    return await HostApp.RunAsync(app);
}
catch (Exception e) when (e is GatewayConfigurationException or StoreUnavailableException or IOException)
{
    // IOException: the address is in use. An operator reads this, not a debugger: the message says all, and lists every mistake.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
