using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmsGateway.Host;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class HostAddressesTests : IDisposable
{
    private readonly EmbeddedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", "", null)]
    [InlineData("http://127.0.0.1:7171", null, "http://127.0.0.1:7171")]
    [InlineData(null, "7171", "7171")]
    [InlineData("http://127.0.0.1:7171", "7272", "http://127.0.0.1:7171")]
    public void An_address_counts_before_a_port_of_all(string? urls, string? ports, string? given) =>
        Assert.Equal(
            given,
            HostAddresses.Given(
                new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls), new("http_ports", ports)]).Build()
            )
        );

    [Theory]
    [InlineData("""{}""", HostAddresses.Default)]
    [InlineData("""{"http_ports":"7171"}""", null)]
    public async Task The_default_is_for_who_is_told_neither(string settings, string? urls)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "appsettings.json"), settings, Patience.Bounded);
        await using var host = HostApp.Create(
            [$"--contentRoot={_folder.Path}"],
            builder =>
            {
                builder.Configuration.AddConfiguration(
                    Settings.Create(("Store__Path", Path.Combine(_folder.Path, "store")))
                );
                builder.Logging.ClearProviders();
            }
        );

        Assert.Equal(urls, host.Configuration["urls"]);
    }
}
