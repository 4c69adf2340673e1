using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed class LocalSettingsTests
{
    private static readonly JsonNode Sample = JsonNode.Parse(RepositoryFiles.Read("local.settings.sample.json"))!;

    /// <summary>As Core Tools passes them to the worker: environment variables, in which two underscores part sections.</summary>
    private static readonly IConfiguration Configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(
            Sample["Values"]!
                .AsObject()
                .Select(pair =>
                    KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)
                )
        )
        .Build();

    [Fact]
    public void The_gateway_starts_with_the_sample()
    {
        var options = GatewayOptions.Read(Configuration);

        Assert.Equal("auth0", Assert.Single(options.Callers).Name);
        Assert.Equal("twilio", Assert.Single(options.Carriers).Name);
    }

    [Fact]
    public void The_sample_reaches_nothing_but_this_machine()
    {
        Assert.Equal("UseDevelopmentStorage=true", Configuration["AzureWebJobsStorage"]);
        Assert.Equal("UseDevelopmentStorage=true", Configuration["Store:ConnectionString"]);
        Assert.All(GatewayOptions.Read(Configuration).Carriers, carrier => Assert.True(carrier.BaseAddress.IsLoopback));
        Assert.Null(Configuration["KeyVault:Uri"]);
    }

    [Fact]
    public void Only_known_sections_are_in_the_sample()
    {
        string[] known =
        [
            "AzureWebJobsDisableHomepage",
            "AzureWebJobsStorage",
            "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
            "FUNCTIONS_WORKER_RUNTIME",
            "Gateway",
            "Secrets",
            "Store",
        ];

        Assert.Equal(known, Configuration.GetChildren().Select(section => section.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["ConnectionString", "Kind"],
            Configuration.GetSection("Store").GetChildren().Select(section => section.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal("AzureStorage", Configuration["Store:Kind"]);
        Assert.Equal("dotnet-isolated", Configuration["FUNCTIONS_WORKER_RUNTIME"]);
    }

    [Fact]
    public void Every_secret_is_referred_to_and_says_that_it_is_none()
    {
        var referred = GatewayOptions
            .Read(Configuration)
            .SecretReferences()
            .Select(reference => reference.Value)
            .Order(StringComparer.Ordinal);
        var secrets = Configuration.GetSection("Secrets").GetChildren().ToList();

        Assert.Equal(referred, secrets.Select(secret => secret.Key).Order(StringComparer.Ordinal));
        Assert.All(secrets, secret => Assert.StartsWith("local-runs-only-", secret.Value, StringComparison.Ordinal));
    }
}
