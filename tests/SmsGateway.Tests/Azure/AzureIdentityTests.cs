using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>A carrier without an access key needs a gateway with an identity; both heads know before they start whether it has one.</summary>
public sealed class AzureIdentityTests : IDisposable
{
    private static readonly string[] Carrier =
    [
        "--Gateway:Callers:auth0:Scheme=StaticBearer",
        "--Gateway:Callers:auth0:SigningSecretName=bearer",
        "--Gateway:Carriers:acs:Kind=AzureCommunication",
        "--Gateway:Carriers:acs:BaseAddress=https://name.communication.azure.com/",
        "--Secrets:bearer=the-bearer-of-this-test",
        "--urls=http://127.0.0.1:0",
    ];

    private static readonly string[] OnAzurite =
    [
        "--Store:Kind=AzureStorage",
        "--Store:ConnectionString=UseDevelopmentStorage=true",
    ];

    private readonly EmbeddedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_one_the_missing_key_is_a_mistake_in_both_heads()
    {
        var errors = new[]
        {
            Assert.Throws<GatewayConfigurationException>(() => HostApp.Create([.. Carrier, .. Embedded])),
            Assert.Throws<GatewayConfigurationException>(() => HostApp.Create([.. Carrier, .. OnAzurite])),
            Assert.Throws<GatewayConfigurationException>(() => AppInMemory.CreateBuilder([.. Carrier, .. OnAzurite])),
        };

        Assert.All(
            errors,
            error =>
                Assert.StartsWith(
                    "Gateway__Carriers__acs__AccessKeySecretName: is required, because",
                    Assert.Single(error.Errors),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task With_the_key_none_is_needed()
    {
        await using var host = HostApp.Create([
            .. Carrier,
            .. Embedded,
            "--Gateway:Carriers:acs:AccessKeySecretName=key",
            "--Secrets:key=a2V5",
        ]);

        Assert.Null(host.Services.GetService<IAccessTokenSource>());
        Assert.NotNull(host.Services.GetRequiredService<CarrierRegistry>().Find("acs"));
    }

    [Theory]
    [InlineData("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token")]
    [InlineData("AZURE_CLIENT_ID", "00000000-0000-0000-0000-000000000001")]
    [InlineData("KeyVault:Uri", "https://name.vault.azure.net/")]
    public async Task Whatever_tells_of_an_identity_is_enough_for_the_host(string key, string value)
    {
        await using var host = HostApp.Create([.. Carrier, .. Embedded], builder => builder.Configuration[key] = value);

        Assert.NotNull(host.Services.GetService<IAccessTokenSource>());
        Assert.NotNull(host.Services.GetService<TokenCredential>());
        Assert.NotNull(host.Services.GetRequiredService<CarrierRegistry>().Find("acs"));
    }

    [Fact]
    public void A_storage_account_by_name_tells_of_one_in_the_functions_app()
    {
        using var app = AppInMemory
            .CreateBuilder([.. Carrier, "--Store:Kind=AzureStorage", "--Store:AccountName=unused"])
            .Build();

        Assert.NotNull(app.Services.GetService<IAccessTokenSource>());
        Assert.NotNull(app.Services.GetRequiredService<CarrierRegistry>().Find("acs"));
    }

    private string[] Embedded => ["--Store:Kind=Embedded", $"--Store:Path={_folder.Path}"];
}
