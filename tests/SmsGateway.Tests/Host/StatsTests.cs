using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>The last hour over a restart, and switched off.</summary>
public sealed class StatsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_counted_before_a_restart_is_told_after_it()
    {
        await using (var before = await new KeyedGateway(_folder, null, null) { OnlyAccepts = true }.StartedAsync())
        {
            await before.AcceptAsync(new { recipient = "+15005550100", body = "Your code is 1" });
            await before.StopAsync();
        }

        await using var after = await new KeyedGateway(_folder, null, null) { OnlyAccepts = true }.StartedAsync();
        await using var store = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(_folder, "gateway.db")};Pooling=False;Mode=ReadOnly"
        );
        await store.OpenAsync(Stop);
        await using var command = store.CreateCommand();
        command.CommandText = "SELECT count FROM stats";

        var count = SmsGateway.Stats.StatsCountSerializer.Deserialize(
            (byte[])(await command.ExecuteScalarAsync(Stop))!
        );
        Assert.Equal(1, count?.Accepted);
        using var response = await after.OperateAsync(HttpMethod.Get, "/api/stats");
        var stats = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(1, stats.GetProperty("waiting").GetInt64());
    }

    [Fact]
    public async Task Switched_off_nothing_is_counted_and_the_answer_says_so()
    {
        await using var gateway = new OffGateway();
        await gateway.InitializeAsync();

        using var response = await gateway.OperateAsync(HttpMethod.Get, "/api/stats");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(
            "Gateway__Stats__Enabled",
            await response.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
    }

    private sealed class OffGateway : GatewayFixture
    {
        private protected override Task<Uri> StartGatewayAsync(
            Dictionary<string, string?> settings,
            FakeLoggerProvider log
        )
        {
            settings["Gateway:Stats:Enabled"] = "false";
            return base.StartGatewayAsync(settings, log);
        }
    }
}
