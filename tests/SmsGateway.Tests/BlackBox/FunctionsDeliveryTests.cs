using Azure.Storage.Queues;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using SmsGateway.Testing.FunctionsHost;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Messages on their way through the Functions app's queue trigger that do not go straight to a carrier.</summary>
public sealed class FunctionsDeliveryTests : IAsyncLifetime
{
    private const string MasterKey = "master-key-of-this-test";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private StorageRun _run = null!;
    private TcpGate _blobs = null!;
    private FunctionsHostProcess _app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _run = await StorageRun.StartAsync(Cancellation);
        _blobs = new TcpGate(new Uri($"http://127.0.0.1:{_run.Azurite.BlobPort}"));
        _app = await _run.StartFunctionsAsync(Cancellation, more: new Dictionary<string, string>
        {
            ["Store__ConnectionString"] = _run.Azurite.ConnectionString.Replace($":{_run.Azurite.BlobPort}/", $":{_blobs.Address.Port}/", StringComparison.Ordinal),
            [FunctionsHostOptions.MasterKeySetting] = MasterKey,
            // So that the hand-outs of a message that nobody can process are over soon.
            ["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] = "2",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _blobs.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_no_carrier_took_at_first_is_sent_when_one_is_back()
    {
        foreach (var carrier in (string[])["twilio", "messagemedia", "8x8"])
        {
            await _run.Carriers.OutageAsync(carrier, "down", Cancellation);
        }

        var id = await _run.AcceptAsync(_app, 1, Cancellation);
        Assert.True(await Poll.UntilAsync(() => Task.FromResult(_app.Child.Log().Contains("Attempt 3", StringComparison.Ordinal)), Bound, Cancellation), "every carrier is tried");
        await _run.Carriers.OutageAsync("twilio", "none", Cancellation);

        Assert.Equal("twilio", (await _run.ArrivalAsync(id, Bound, Cancellation)).Carrier);
    }

    [Fact]
    public async Task What_is_no_envelope_is_a_dead_letter()
    {
        await SendAsync(Convert.ToBase64String("no envelope"u8));

        Assert.Equal("Unreadable", await OnlyReasonAsync());
    }

    /// <summary>The platform cannot decode it there either, so the trigger never gets it.</summary>
    [Fact]
    public async Task What_is_not_base64_stays_in_the_poison_queue()
    {
        await SendAsync("*");

        var poison = Queue(AzureStorageOptions.SendQueue + "-poison");
        Assert.True(await Poll.UntilAsync(
            async () => await poison.ExistsAsync(Cancellation) && (await poison.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 1, Bound, Cancellation));
        Assert.Empty(await _app.DeadLettersAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_that_cannot_be_processed_comes_through_the_poison_queue_to_a_dead_letter()
    {
        // A rejected message needs a dead letter, and the blobs are away.
        _blobs.Refuses = true;
        var id = await _app.AcceptAsync("""{"recipient":"+15005550001","body":"Your code is 1"}""", _run.Token, Cancellation);
        Assert.True(await Poll.UntilAsync(
            () => Task.FromResult(_app.Child.Log().Contains($"Moving message to queue '{AzureStorageOptions.SendQueue}-poison'", StringComparison.Ordinal)), Bound, Cancellation), "it is moved to the poison queue");
        _blobs.Open();

        Assert.True(await Poll.UntilAsync(async () => await _app.DeadLetterReasonAsync(id, Cancellation) == "Poison", Bound, Cancellation));
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("wrong", null, 401)]
    [InlineData(null, "wrong", 401)]
    [InlineData(MasterKey, null, 200)]
    [InlineData(null, MasterKey, 200)]
    public async Task The_operators_endpoints_want_a_function_key(string? header, string? code, int expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, code is null ? "api/dead-letters" : $"api/dead-letters?code={code}");
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        using var response = await _app.Http.SendAsync(request, Cancellation);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    private Task SendAsync(string text) => Queue(AzureStorageOptions.SendQueue).SendMessageAsync(text, Cancellation);

    private QueueClient Queue(string name) => new(_run.Azurite.ConnectionString, name);

    private async Task<string> OnlyReasonAsync()
    {
        var reasons = new Dictionary<string, string>();
        Assert.True(await Poll.UntilAsync(async () => (reasons = await _app.DeadLettersAsync(Cancellation)).Count > 0, Bound, Cancellation));
        return Assert.Single(reasons.Values);
    }
}
