using System.Net;
using System.Net.Http.Json;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>What an operator orders at one gateway, every gateway on the store does.</summary>
public sealed class TwoHostsOnOneFolderTests : IAsyncLifetime
{
    private const string Number = "+61491570156";
    private const string Blocks = "/api/admission/blocks";

    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private readonly KeyedGateway _one;
    private readonly KeyedGateway _other;

    public TwoHostsOnOneFolderTests() =>
        (_one, _other) = (
            new KeyedGateway(_folder, null, null) { OnlyAccepts = true },
            new KeyedGateway(_folder, null, null) { OnlyAccepts = true }
        );

    public async ValueTask InitializeAsync()
    {
        await _one.InitializeAsync();
        await _other.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_block_and_its_removal_hold_at_the_other_within_seconds()
    {
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await PostAsync(_one), await PostAsync(_other)]);

        using var blocked = await _one.OrderAsync(HttpMethod.Put, Blocks, $$"""{"number":"{{Number}}"}""");
        Assert.Equal(HttpStatusCode.OK, blocked.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(_one));
        Assert.True(
            await BecomesAsync(_other, HttpStatusCode.Forbidden),
            "The other gateway does not know of the block."
        );

        using var removed = await _other.OperateAsync(HttpMethod.Delete, $"{Blocks}?number=%2B{Number[1..]}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(_other));
        Assert.True(
            await BecomesAsync(_one, HttpStatusCode.OK),
            "The first gateway does not know that the block is gone."
        );
    }

    private static Task<bool> BecomesAsync(KeyedGateway gateway, HttpStatusCode status) =>
        Poll.UntilAsync(async () => await PostAsync(gateway) == status, Holds, TestContext.Current.CancellationToken);

    private static async Task<HttpStatusCode> PostAsync(KeyedGateway gateway)
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(new { recipient = Number, body = "Your code is 1" }),
            TokenFactory.Bearer(TokenFactory.Create())
        );
        return response.StatusCode;
    }
}
