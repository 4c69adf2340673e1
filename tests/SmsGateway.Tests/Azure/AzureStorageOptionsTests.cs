using Azure.Identity;
using Microsoft.Extensions.Configuration;
using SmsGateway.Azure;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class AzureStorageOptionsTests
{
    [Theory]
    [InlineData("AccountName=smsgateway01")]
    [InlineData(
        "Kind=azurestorage",
        "AccountName=smsgateway01",
        "credential=managedidentity",
        "clientId=x",
        "Path=unused"
    )]
    [InlineData(
        "AccountName=smsgateway01",
        "queueServiceUri=https://smsgateway01.queue.core.windows.net",
        "credential=managedidentity",
        "clientId=x"
    )]
    [InlineData("AccountName=smsgateway01", "queueServiceUri=https://smsgateway01.queue.core.windows.net/")]
    [InlineData("ConnectionString=UseDevelopmentStorage=true")]
    public void What_is_right_is_taken(params string[] settings)
    {
        var options = Read(settings);

        Assert.True(options.AccountName == "smsgateway01" || options.ConnectionString is not null);
        Assert.Equal("sms-send", options.QueueName);
    }

    [Theory]
    [InlineData("Store__AccountName")]
    [InlineData("Store__AccountName", "AccountName=a123", "ConnectionString=UseDevelopmentStorage=true")]
    [InlineData("Store__AccountName", "AccountName=https://a123.queue.core.windows.net")]
    [InlineData("Store__AccountName", "AccountName=Upper")]
    [InlineData("Store__ConnectionString", "ConnectionString=nothing")]
    [InlineData(
        "Store__ConnectionString",
        "ConnectionString=AccountName=a;AccountKey=AAAA;QueueEndpoint=http://example.org/a"
    )]
    [InlineData(
        "Store__ConnectionString",
        "ConnectionString=AccountName=a;AccountKey=AAAA;QueueEndpoint=https://example.org/a;TableEndpoint=http://example.org/a"
    )]
    [InlineData("Store__Kind", "AccountName=a123", "Kind=Embedded")]
    [InlineData("Store__queueServiceUri", "AccountName=a123", "queueServiceUri=https://a1234.queue.core.windows.net/")]
    [InlineData("Store__queueServiceUri", "AccountName=a123", "queueServiceUri=https://a123.blob.core.windows.net/")]
    [InlineData("Store__queueServiceUri", "AccountName=a123", "queueServiceUri=http://a123.queue.core.windows.net/")]
    [InlineData(
        "Store__queueServiceUri",
        "AccountName=a123",
        "queueServiceUri=https://a123.queue.core.windows.net/sms-send"
    )]
    [InlineData("Store__queueServiceUri", "AccountName=a123", "queueServiceUri=a123")]
    [InlineData(
        "Store__queueServiceUri",
        "ConnectionString=UseDevelopmentStorage=true",
        "queueServiceUri=https://a123.queue.core.windows.net/"
    )]
    [InlineData("Store__AcountName", "AccountName=a123", "AcountName=a123")]
    public void What_is_wrong_is_named(string key, params string[] settings)
    {
        var e = Assert.Throws<GatewayConfigurationException>(() => Read(settings));

        Assert.StartsWith(key + ":", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionString=UseDevelopmentStorage=true", true)]
    [InlineData(
        "ConnectionString=DefaultEndpointsProtocol=https;AccountName=a;AccountKey=AAAA;EndpointSuffix=core.windows.net",
        true
    )]
    [InlineData(
        "ConnectionString=AccountName=a;AccountKey=AAAA;QueueEndpoint=https://a.example/;TableEndpoint=https://t.example/",
        true
    )]
    [InlineData(
        "ConnectionString=DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:2/a",
        false
    )]
    [InlineData("ConnectionString=DefaultEndpointsProtocol=https;AccountName=a;AccountKey=AAAA", false)]
    [InlineData("AccountName=a123", true)]
    public void Tables_are_known_unless_only_the_other_services_are_named(string setting, bool areKnown)
    {
        var options = Read(setting);

        Assert.Equal(areKnown, options.HasTables);
        using var account = new StorageAccount(options, () => new DefaultAzureCredential());
        Assert.Equal(areKnown, account.Notes is not null);
    }

    [Fact]
    public void A_connection_string_is_never_printed()
    {
        const string secret = "AccountName=a;AccountKey=c2VjcmV0;QueueEndpoint=https://example.org/a";

        Assert.DoesNotContain("c2VjcmV0", Read($"ConnectionString={secret}").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "c2VjcmV0",
            Assert.Throws<GatewayConfigurationException>(() => Read("ConnectionString=AccountKey=c2VjcmV0")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void In_Azure_only_the_managed_identity_is_asked()
    {
        Assert.IsType<DefaultAzureCredential>(AzureCredential.Create(Configuration()));
        Assert.IsType<ManagedIdentityCredential>(
            AzureCredential.Create(Configuration(("IDENTITY_ENDPOINT", "http://127.0.0.1:1/")))
        );
        Assert.IsType<ManagedIdentityCredential>(
            AzureCredential.Create(
                Configuration(("IDENTITY_ENDPOINT", "http://127.0.0.1:1/"), ("AZURE_CLIENT_ID", "id"))
            )
        );
    }

    private static AzureStorageOptions Read(params string[] settings)
    {
        var errors = new List<string>();
        var options = AzureStorageOptions.Read(
            Configuration([
                .. settings.Select(setting =>
                    (
                        "Store:" + setting[..setting.IndexOf('=', StringComparison.Ordinal)],
                        setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]
                    )
                ),
            ]),
            errors
        );
        GatewayConfigurationException.ThrowIfAny(errors);
        return options;
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
