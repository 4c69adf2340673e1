using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Configuration;
using SmsGateway.Ports;
using Xunit;
using FunctionsProgram = SmsGateway.Functions.Program;

namespace SmsGateway.Tests.Functions;

public sealed class ProgramTests
{
    [Fact]
    public void A_wrong_configuration_never_starts_and_lists_every_mistake()
    {
        var e = Assert.Throws<GatewayConfigurationException>(() => FunctionsProgram.CreateBuilder([
            "--Gateway:Callers:auth0:Subject=auth0",
            "--Gateway:Carriers:twilio:Kind=Pigeon"]));

        Assert.Contains("Gateway__Callers__auth0__SigningSecretName", e.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway__Carriers__twilio__Kind", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_store_it_does_not_start_and_says_so()
    {
        var builder = FunctionsProgram.CreateBuilder(FunctionsApp.Configuration);

        var e = Assert.Throws<GatewayConfigurationException>(() => FunctionsProgram.RequireStore(builder.Services));
        Assert.Contains("Store__Kind", e.Message, StringComparison.Ordinal);

        builder.Services.AddSingleton<ISendQueue>(new MemoryStore());
        FunctionsProgram.RequireStore(builder.Services);
    }
}
