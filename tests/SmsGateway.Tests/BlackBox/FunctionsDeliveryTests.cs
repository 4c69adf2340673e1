using Azure.Storage.Queues;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Messages on their way through the Functions app's queue trigger that do not go straight to a carrier; and its keys.</summary>
public sealed class FunctionsDeliveryTests(FunctionsDeliveryRun delivery) : IClassFixture<FunctionsDeliveryRun>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly StorageRun _run = delivery.Run;
    private readonly FunctionsHostProcess _app = delivery.App;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_no_carrier_took_at_first_is_sent_when_one_is_back()
    {
        foreach (var carrier in (string[])["twilio", "messagemedia", "8x8"])
        {
            await _run.Carriers.OutageAsync(carrier, "down", Cancellation);
        }

        var id = await _run.AcceptAsync(_app, 1, Cancellation);
        Assert.True(
            await Poll.UntilAsync(() => Task.FromResult(Logged($"Attempt 3 of {id}") > 0), Bound, Cancellation),
            "every carrier is tried"
        );
        foreach (var carrier in (string[])["twilio", "messagemedia", "8x8"])
        {
            await _run.Carriers.OutageAsync(carrier, "none", Cancellation);
        }

        Assert.Equal("twilio", (await _run.ArrivalAsync(id, Bound, Cancellation)).Carrier);
    }

    [Fact]
    public async Task What_is_no_envelope_is_a_dead_letter()
    {
        await SendAsync(Convert.ToBase64String("no envelope"u8));

        Assert.True(
            await Poll.UntilAsync(
                async () => (await _app.DeadLettersAsync(Cancellation)).ContainsValue("Unreadable"),
                Bound,
                Cancellation
            )
        );
    }

    /// <summary>The platform cannot decode it there either, so the trigger never gets it.</summary>
    [Fact]
    public async Task What_is_not_base64_stays_in_the_poison_queue()
    {
        var before = await _app.DeadLettersAsync(Cancellation);
        await SendAsync("*");

        var poison = Queue(AzureStorageOptions.SendQueue + "-poison");
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                    await poison.ExistsAsync(Cancellation)
                    && (await poison.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 1,
                Bound,
                Cancellation
            )
        );
        Assert.Equal(before, await _app.DeadLettersAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_that_cannot_be_processed_comes_through_the_poison_queue_to_a_dead_letter()
    {
        // A rejected message needs a dead letter, and the blobs are away.
        const string Moved = $"Moving message to queue '{AzureStorageOptions.SendQueue}-poison'";
        var earlier = Logged(Moved);
        delivery.Blobs.Refuses = true;
        var id = await _app.AcceptAsync(
            """{"recipient":"+15005550001","body":"Your code is 1"}""",
            _run.Token,
            Cancellation
        );
        Assert.True(
            await Poll.UntilAsync(() => Task.FromResult(Logged(Moved) > earlier), Bound, Cancellation),
            "it is moved to the poison queue"
        );
        delivery.Blobs.Open();

        Assert.True(
            await Poll.UntilAsync(
                async () => await _app.DeadLetterReasonAsync(id, Cancellation) == "Poison",
                Bound,
                Cancellation
            )
        );
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("wrong", null, 401)]
    [InlineData(null, "wrong", 401)]
    [InlineData(FunctionsDeliveryRun.MasterKey, null, 200)]
    [InlineData(null, FunctionsDeliveryRun.MasterKey, 200)]
    public async Task The_operators_endpoints_want_a_function_key(string? header, string? code, int expected)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            code is null ? "api/dead-letters" : $"api/dead-letters?code={code}"
        );
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        using var response = await _app.Http.SendAsync(request, Cancellation);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    /// <summary>How many lines of the log have this.</summary>
    private int Logged(string text) =>
        _app.Child.Log().Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    private async Task SendAsync(string text) =>
        await Queue(AzureStorageOptions.SendQueue).SendMessageAsync(text, Cancellation);

    private QueueClient Queue(string name) => new(_run.Azurite.ConnectionString, name);
}
